// Every test starts processes or loads them: one at a time, or they starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
