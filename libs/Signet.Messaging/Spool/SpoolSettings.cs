namespace Signet.Messaging.Spool;

/// <summary>Where and how much is spooled at level <c>spool</c>: the section <c>Commits:Spool</c>.</summary>
public sealed class SpoolSettings
{
    private const long LeastBytes = 8L << 20;
    private const long MostBytes = 64L << 30;
    private const int Segments = 8;

    /// <summary>The spool's directory on a disk of this machine, for one process alone; created when missing.</summary>
    public string Path { get; set; } = "";

    /// <summary>The most octets of its files: 8 MiB to 64 GiB. The default is 256 MiB. When they are used, nothing more is recorded.</summary>
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>
    /// How long an event may wait before nothing more is recorded: 1 minute to 6 days, as the log quarantines what it first hears of after 7.
    /// The default is 1 hour.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the events are delivered to: <c>chain</c>, the default, or <c>broker</c>.</summary>
    public AcknowledgementLevel Through { get; set; } = AcknowledgementLevel.Chain;

    /// <summary>When a segment is followed by another.</summary>
    internal long SegmentBytes => MaxBytes / Segments;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new ArgumentException("Commits:Spool:Path must name a directory at level spool.");
        }

        if (MaxBytes is < LeastBytes or > MostBytes)
        {
            throw new ArgumentException("Commits:Spool:MaxBytes must lie between 8 MiB and 64 GiB.");
        }

        if (MaxAge < TimeSpan.FromMinutes(1) || MaxAge > TimeSpan.FromDays(6))
        {
            throw new ArgumentException("Commits:Spool:MaxAge must lie between 1 minute and 6 days.");
        }

        if (Through is not (AcknowledgementLevel.Chain or AcknowledgementLevel.Broker))
        {
            throw new ArgumentException("Commits:Spool:Through must be chain or broker.");
        }
    }
}
