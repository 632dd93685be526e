using UsageCluster.Standalone.Hosting;

return await StandaloneProgram.RunAsync(args, Console.Out, Console.Error);
