using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Signet.Bench;
using Signet.Bench.Admission;
using Signet.Bench.Adversarial;
using Signet.Bench.Anchors;
using Signet.Bench.Commits;
using Signet.Bench.Memory;
using Signet.Bench.Requests;
using Signet.Bench.Sequencing;
using Signet.Bench.Sidecar;
using Signet.Bench.Steady;
using Signet.Bench.Stored;

if (args is ["memory", .. var sizes])
{
    return await MemoryCommand.RunAsync(sizes);
}

if (args is ["stored", .. var lengths])
{
    return await StoredCommand.RunAsync(lengths);
}

if (args is ["export", .. var export])
{
    return await ExportCommand.RunAsync(export);
}

if (args is ["s3", .. var place])
{
    return await S3Command.RunAsync(place);
}

if (args is ["anchors", .. var anchors])
{
    return AnchorsCommand.Run(anchors);
}

if (args is ["commits", .. var seconds])
{
    return await CommitsCommand.RunAsync(seconds);
}

if (args is ["requests", .. var rounds])
{
    return await RequestsCommand.RunAsync(rounds);
}

if (args is ["sequencing", .. var time])
{
    return await SequencingCommand.RunAsync(time);
}

if (args is ["steady", .. var steady])
{
    return await SteadyCommand.RunAsync(steady);
}

if (args is ["sidecar", .. var duration])
{
    return await SidecarCommand.RunAsync(duration);
}

if (args is ["admission", .. var admission])
{
    return await AdmissionCommand.RunAsync(admission);
}

if (args is ["adversarial", .. var adversarial])
{
    return await AdversarialCommand.RunAsync(adversarial);
}

if (args is ["worst", .. var worst])
{
    return await WorstCommand.RunAsync(worst);
}

// BenchmarkDotNet's own ratios are of means, and its allocation ratios are against baselines that allocate nothing.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
    args,
    DefaultConfig.Instance
        .AddColumn(StatisticColumn.Median, MedianColumn.Ratio, MedianColumn.Rate, MedianColumn.PerSecond)
        .HideColumns("Ratio", "RatioSD", "Alloc Ratio"));
return 0;
