using System.CommandLine;
using BenchmarkDotNet.Running;
using UsageCluster.MicroBench.Allocations;

var file = new Argument<FileInfo>("file") { Description = "The lines that may not be passed: bench/allocations.json." };
var allocations = new Command("allocations", "Counts the bytes that the hot paths allocate; the exit code is 1 where they differ from their lines.") { file };
allocations.SetAction((arguments, cancellationToken) => AllocationsCommand.RunAsync(arguments.GetValue(file)!.FullName, cancellationToken));
var speed = new Command("speed", "Measures the time of the core's operations; further arguments are BenchmarkDotNet's.") { TreatUnmatchedTokensAsErrors = false };
speed.SetAction(arguments => BenchmarkSwitcher.FromAssembly(typeof(AllocationsCommand).Assembly).Run([.. arguments.UnmatchedTokens]));
return await new RootCommand("Small measurements of UsageCluster, one operation at a time.") { allocations, speed }.Parse(args).InvokeAsync();
