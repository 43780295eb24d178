using System.Diagnostics.Metrics;
using Signet.Policy.Pipeline;

namespace Signet.Hosting.Telemetry;

/// <summary>
/// The one place where signet's metrics are named. Callers give label values that are words of the project's own or of its configuration;
/// anything else is counted as "other".
/// </summary>
public sealed class SignetMetrics
{
    /// <summary>The meter that all instruments belong to.</summary>
    public const string MeterName = "signet";

    private static readonly double[] DurationBounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _commitEvents;
    private readonly Counter<long> _recordingUnavailable;
    private readonly Gauge<long> _acknowledgementLevel;
    private readonly Counter<long> _policyReloads;
    private readonly Counter<long> _segments;
    private readonly Counter<long> _entries;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _anchors;
    private readonly Gauge<long> _treeSize;
    private readonly Counter<long> _anchorsLeftOver;
    private readonly Gauge<long> _anchoredTreeSize;
    private readonly Gauge<double> _anchorLag;
    private readonly Gauge<long> _anchorCircuits;
    private readonly Gauge<double> _tsaCertificateExpiry;
    private readonly Counter<long> _cosignatures;
    private readonly Gauge<long> _witnessedTreeSize;
    private readonly Gauge<long> _verificationFindings;
    private readonly Gauge<double> _verificationLastSuccess;
    private readonly Gauge<long> _verificationResult;
    private readonly Gauge<long> _verificationEntries;
    private readonly Gauge<double> _verificationDuration;
    private readonly Histogram<double> _segmentWriteDuration;

    /// <summary>Creates the instruments.</summary>
    public SignetMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("signet_requests_total", description: "Requests answered.");
        _decisions = meter.CreateCounter<long>("signet_decisions_total", description: "What checks decided.");
        _commitEvents = meter.CreateCounter<long>("signet_commit_events_total", description: "Commit events sent, by what became of them.");
        _recordingUnavailable = meter.CreateCounter<long>(
            "signet_recording_unavailable_total", description: "Requests refused because they could not be recorded.");
        _acknowledgementLevel = meter.CreateGauge<long>(
            "signet_acknowledgement_level", description: "1 for the level at which an event counts as recorded.");
        _policyReloads = meter.CreateCounter<long>("signet_policy_reloads_total", description: "Changes of the policy file, by what became of them.");
        _segments = meter.CreateCounter<long>("signet_segments_total", description: "Segments stored.");
        _entries = meter.CreateCounter<long>("signet_entries_total", description: "Log entries stored.");
        _quarantined = meter.CreateCounter<long>("signet_quarantined_total", description: "Things that arrived and were no valid event.");
        _anchors = meter.CreateCounter<long>("signet_anchors_total", description: "Time-stamp tokens asked for, by result.");
        _treeSize = meter.CreateGauge<long>("signet_tree_size", description: "Entries in the log's tree.");
        _anchorsLeftOver = meter.CreateCounter<long>(
            "signet_anchors_left_over_total", description: "Stops at which an anchor was due that was left to the next start.");
        _anchoredTreeSize = meter.CreateGauge<long>("signet_anchored_tree_size", description: "Size of the last anchored tree.");
        _anchorLag = meter.CreateGauge<double>(
            "signet_anchor_lag_seconds", description: "Age of the oldest entry that is due an anchor and has none.");
        _anchorCircuits = meter.CreateGauge<long>(
            "signet_anchor_circuit_open", description: "1 while an authority is left alone because it kept failing, else 0.");
        _tsaCertificateExpiry = meter.CreateGauge<double>(
            "signet_tsa_certificate_expiry_timestamp_seconds", description: "Unix time at which an authority's signing certificate lapses.");
        _cosignatures = meter.CreateCounter<long>("signet_cosignatures_total", description: "Cosignatures asked for, by result.");
        _witnessedTreeSize = meter.CreateGauge<long>("signet_witnessed_tree_size", description: "Size of the last tree that a witness cosigned.");
        _verificationFindings = meter.CreateGauge<long>("signet_verification_findings", description: "Findings of the last verification.");
        _verificationLastSuccess = meter.CreateGauge<double>(
            "signet_verification_last_success_timestamp_seconds", description: "Unix time of the last verification without findings.");
        _verificationResult = meter.CreateGauge<long>(
            "signet_verification_result", description: "How the last verification ended: 0 clean, 1 broken, 2 could not verify.");
        _verificationEntries = meter.CreateGauge<long>("signet_verification_entries", description: "Entries that the last verification read.");
        _verificationDuration = meter.CreateGauge<double>(
            "signet_verification_duration_seconds", description: "How long the last verification took.");
        _segmentWriteDuration = Durations(meter, "signet_segment_write_duration_seconds", "Time until a segment was stored.");
    }

    /// <summary>A request to an API surface was answered with an HTTP status.</summary>
    public void RequestAnswered(string surface, int status) =>
        _requests.Add(1, new("surface", MetricLabel.Of(surface)), new("status", MetricLabel.OfStatus(status)));

    /// <summary>A check decided.</summary>
    public void Decided(Stage stage, string check, Decision decision) =>
        _decisions.Add(1, new("stage", Word(stage)), new("check", MetricLabel.Of(check)), new("decision", Word(decision)));

    /// <summary>A commit event of a phase (ledger format 1, section 2) ended as <paramref name="outcome"/>, such as "recorded" or "retry".</summary>
    public void CommitEventSent(string phase, string outcome) =>
        _commitEvents.Add(1, new("phase", MetricLabel.Of(phase)), new("outcome", MetricLabel.Of(outcome)));

    /// <summary>A request was answered with 503 because it could not be recorded.</summary>
    public void RecordingUnavailable() => _recordingUnavailable.Add(1);

    /// <summary>Events count as recorded at this level: "broker", "chain" or "spool".</summary>
    public void AcknowledgementLevel(string level) =>
        _acknowledgementLevel.Record(1, new KeyValuePair<string, object?>("level", MetricLabel.Of(level)));

    /// <summary>The policy file has changed, and what it holds was <paramref name="result"/>: "replaced" or "refused".</summary>
    public void PolicyReloaded(string result) => _policyReloads.Add(1, new KeyValuePair<string, object?>("result", MetricLabel.Of(result)));

    /// <summary>A segment was stored.</summary>
    /// <param name="entries">How many entries it holds.</param>
    /// <param name="writeTime">From the first attempt until the store confirmed it.</param>
    public void SegmentStored(int entries, TimeSpan writeTime)
    {
        _segments.Add(1);
        _entries.Add(entries);
        _segmentWriteDuration.Record(writeTime.TotalSeconds);
    }

    /// <summary>Something was quarantined for the reason <paramref name="why"/> (ledger format 1, section 1).</summary>
    public void Quarantined(string why, long count = 1) => _quarantined.Add(count, new KeyValuePair<string, object?>("why", MetricLabel.Of(why)));

    /// <summary>A time-stamp authority was asked for a token.</summary>
    /// <param name="tsa">The configured name of the authority.</param>
    /// <param name="result">A word, such as "anchored", "refused" or "timeout".</param>
    public void AnchorRequested(string tsa, string result) =>
        _anchors.Add(1, new("tsa", MetricLabel.Of(tsa)), new("result", MetricLabel.Of(result)));

    /// <summary>The log's tree has this many entries.</summary>
    public void TreeSize(long size) => _treeSize.Record(size);

    /// <summary>The anchorer stopped while an anchor was due.</summary>
    public void AnchorLeftOver() => _anchorsLeftOver.Add(1);

    /// <summary>The last anchored tree has this many entries.</summary>
    public void AnchoredTreeSize(long size) => _anchoredTreeSize.Record(size);

    /// <summary>How long the oldest entry that is due an anchor has been waiting; zero when none is.</summary>
    public void AnchorLag(TimeSpan lag) => _anchorLag.Record(lag.TotalSeconds);

    /// <summary>An authority is left alone for a while because it kept failing, or not.</summary>
    public void AnchorCircuit(string tsa, bool open) =>
        _anchorCircuits.Record(open ? 1 : 0, new KeyValuePair<string, object?>("tsa", MetricLabel.Of(tsa)));

    /// <summary>The certificate with which an authority signed its last token lapses then.</summary>
    public void TsaCertificateExpires(string tsa, DateTimeOffset at) =>
        _tsaCertificateExpiry.Record(at.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("tsa", MetricLabel.Of(tsa)));

    /// <summary>A witness was asked for a cosignature.</summary>
    /// <param name="witness">The configured name of the witness.</param>
    /// <param name="result">A word, such as "cosigned", "refused" or "unreachable".</param>
    public void CosignatureRequested(string witness, string result) =>
        _cosignatures.Add(1, new("witness", MetricLabel.Of(witness)), new("result", MetricLabel.Of(result)));

    /// <summary>The last tree that a witness cosigned has this many entries.</summary>
    public void WitnessedTreeSize(string witness, long size) =>
        _witnessedTreeSize.Record(size, new KeyValuePair<string, object?>("witness", MetricLabel.Of(witness)));

    /// <summary>A verification went through the whole log.</summary>
    /// <param name="findings">How many findings that count as errors it reports.</param>
    /// <param name="finishedAt">When it ended; becomes the time of the last success when there are no findings.</param>
    public void Verified(long findings, DateTimeOffset finishedAt)
    {
        _verificationFindings.Record(findings);
        if (findings == 0)
        {
            _verificationLastSuccess.Record(finishedAt.ToUnixTimeMilliseconds() / 1000.0);
        }
    }

    /// <summary>A verification ended, as the exit code says: 0 clean, 1 broken, 2 could not verify.</summary>
    public void VerificationEnded(int result) => _verificationResult.Record(result);

    /// <summary>A verification read so many entries in so much time.</summary>
    public void VerificationTook(TimeSpan duration, long entries)
    {
        _verificationDuration.Record(duration.TotalSeconds);
        _verificationEntries.Record(entries);
    }

    private static Histogram<double> Durations(Meter meter, string name, string description) =>
        meter.CreateHistogram(
            name, unit: null, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });

    private static string Word(Stage stage) => stage switch
    {
        Stage.Preflight => "preflight",
        Stage.Admission => "admission",
        Stage.Inspection => "inspection",
        Stage.Commitment => "commitment",
        Stage.Record => "record",
        _ => MetricLabel.Other,
    };

    private static string Word(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Redact => "redact",
        Decision.Escalate => "escalate",
        Decision.Block => "block",
        _ => MetricLabel.Other,
    };
}
