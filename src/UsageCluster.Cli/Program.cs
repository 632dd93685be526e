using UsageCluster.Cli.Commands;

return await UsageProgram.RunAsync(args, Console.Out, Console.Error);
