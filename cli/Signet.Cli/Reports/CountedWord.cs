namespace Signet.Cli.Reports;

/// <summary>How often a word came.</summary>
internal sealed class CountedWord
{
    public long Count { get; set; }
}
