Console.Error.WriteLine("Not assembled yet.");
return 1;
