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

    // A check takes microseconds, or as long as somebody else's service.
    private static readonly double[] CheckBounds = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1, 5];

    // Both as OpenTelemetry's semantic conventions for generative AI advise.
    private static readonly double[] InferenceBounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] TokenBounds =
        [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];

    private readonly ModelLabels _models = new();

    private readonly Counter<long> _requests;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _commitEvents;
    private readonly Counter<long> _recordingUnavailable;
    private readonly Gauge<long> _acknowledgementLevel;
    private readonly Gauge<long> _spoolBytes;
    private readonly Gauge<long> _spoolRecords;
    private readonly Gauge<double> _spoolOldestAge;
    private readonly Histogram<double> _spoolSyncDuration;
    private readonly Counter<long> _spoolRefused;
    private readonly Counter<long> _policyReloads;
    private readonly Gauge<long> _policyWatched;
    private readonly Gauge<long> _policySeen;
    private readonly Gauge<long> _policyInForce;
    private readonly Counter<long> _workloads;
    private readonly Counter<long> _injections;
    private readonly Gauge<double> _webhookCertificateExpiry;
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
    private readonly Histogram<double> _checkDuration;
    private readonly Histogram<double> _admissionDuration;
    private readonly Histogram<double> _recordDuration;
    private readonly Histogram<double> _inferenceDuration;
    private readonly Histogram<long> _tokenUsage;

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
        _spoolBytes = meter.CreateGauge<long>("signet_spool_bytes", description: "Octets of the spool's files.");
        _spoolRecords = meter.CreateGauge<long>("signet_spool_records", description: "Events that are spooled and not delivered.");
        _spoolOldestAge = meter.CreateGauge<double>("signet_spool_oldest_age_seconds", description: "For how long the oldest of them has waited.");
        _spoolSyncDuration = Durations(meter, "signet_spool_sync_duration_seconds", "Time until events were durable in the spool.");
        _spoolRefused = meter.CreateCounter<long>("signet_spool_refused_total", description: "Events that the spool did not take, by why.");
        _policyReloads = meter.CreateCounter<long>(
            "signet_policy_reloads_total", description: "Changes of the policy file or object, by what became of them.");
        _policyWatched = meter.CreateGauge<long>(
            "signet_policy_watched", description: "1 while the object that holds the policy is being watched, 0 while it can't be.");
        _policySeen = meter.CreateGauge<long>(
            "signet_policy_seen_generation", description: "Generation of the newest object with the policy that has been seen.");
        _policyInForce = meter.CreateGauge<long>(
            "signet_policy_in_force_generation", description: "Generation of the object whose policy is in force.");
        _workloads = meter.CreateCounter<long>(
            "signet_workloads_total", description: "Requests whose workload the cluster was asked for, by what it said.");
        _injections = meter.CreateCounter<long>("signet_injections_total", description: "Pods that the injector was asked about, by what became of them.");
        _webhookCertificateExpiry = meter.CreateGauge<double>(
            "signet_webhook_certificate_expiry_timestamp_seconds", description: "Unix time at which the injector's certificate lapses.");
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
        _checkDuration = Durations(meter, "signet_check_duration_seconds", "Time that a check took of an admission.", CheckBounds);
        _admissionDuration = Durations(meter, "signet_admission_duration_seconds", "Time from a request's first octet until it was decided.");
        _recordDuration = Durations(meter, "signet_record_duration_seconds", "Time that a decision waited until it was recorded.");
        _inferenceDuration = meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "Time until a model's answer was complete.", tags: null, Bounds<double>(InferenceBounds));
        _tokenUsage = meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens that models say they used.", tags: null, Bounds<long>([.. TokenBounds.Select(bound => (long)bound)]));
    }

    /// <summary>A request to an API surface was answered with an HTTP status.</summary>
    public void RequestAnswered(string surface, int status) =>
        _requests.Add(1, new("surface", MetricLabel.Of(surface)), new("status", MetricLabel.OfStatus(status)));

    /// <summary>A check decided.</summary>
    public void Decided(Stage stage, string check, Decision decision) =>
        _decisions.Add(1, new("stage", Word(stage)), new("check", MetricLabel.Of(check)), new("decision", Word(decision)));

    /// <summary>A check took so long of an admission, all its runs together.</summary>
    public void CheckTook(string check, TimeSpan time) =>
        _checkDuration.Record(time.TotalSeconds, new KeyValuePair<string, object?>("check", MetricLabel.Of(check)));

    /// <summary>It was decided about a request, so long after its first octet came.</summary>
    public void AdmissionTook(TimeSpan time) => _admissionDuration.Record(time.TotalSeconds);

    /// <summary>A decision waited so long until its fate was known.</summary>
    public void RecordTook(TimeSpan time) => _recordDuration.Record(time.TotalSeconds);

    /// <summary>A call of a model has ended (semantic conventions for generative AI, "Metrics").</summary>
    /// <param name="operation">Such as "chat".</param>
    /// <param name="provider">Such as "openai".</param>
    /// <param name="model">As the caller named it.</param>
    /// <param name="error">A stable token, or null when it answered.</param>
    /// <param name="time">Until its answer was complete.</param>
    /// <param name="inputTokens">As the model told, or null.</param>
    /// <param name="outputTokens">As the model told, or null.</param>
    public void InferenceEnded(
        string operation, string provider, string? model, string? error, TimeSpan time, long? inputTokens, long? outputTokens)
    {
        KeyValuePair<string, object?> name = new("gen_ai.operation.name", operation);
        KeyValuePair<string, object?> by = new("gen_ai.provider.name", provider);
        KeyValuePair<string, object?> label = new("gen_ai.request.model", _models.Of(model, answered: error is null));
        if (error is null)
        {
            _inferenceDuration.Record(time.TotalSeconds, name, by, label);
        }
        else
        {
            _inferenceDuration.Record(time.TotalSeconds, name, by, label, new("error.type", MetricLabel.Of(error)));
        }

        if (inputTokens is { } input)
        {
            _tokenUsage.Record(input, name, by, label, new("gen_ai.token.type", "input"));
        }

        if (outputTokens is { } output)
        {
            _tokenUsage.Record(output, name, by, label, new("gen_ai.token.type", "output"));
        }
    }

    /// <summary>A commit event of a phase (ledger format 1, section 2) ended as <paramref name="outcome"/>, such as "recorded" or "retry".</summary>
    public void CommitEventSent(string phase, string outcome) =>
        _commitEvents.Add(1, new("phase", MetricLabel.Of(phase)), new("outcome", MetricLabel.Of(outcome)));

    /// <summary>A request was answered with 503 because it could not be recorded.</summary>
    public void RecordingUnavailable() => _recordingUnavailable.Add(1);

    /// <summary>Events count as recorded at this level: "broker", "chain" or "spool".</summary>
    public void AcknowledgementLevel(string level) =>
        _acknowledgementLevel.Record(1, new KeyValuePair<string, object?>("level", MetricLabel.Of(level)));

    /// <summary>What a gateway's spool holds.</summary>
    /// <param name="bytes">The octets of its files.</param>
    /// <param name="records">The events that were not delivered.</param>
    /// <param name="oldestAge">For how long the oldest of them has waited.</param>
    public void SpoolHolds(long bytes, long records, TimeSpan oldestAge)
    {
        _spoolBytes.Record(bytes);
        _spoolRecords.Record(records);
        _spoolOldestAge.Record(oldestAge.TotalSeconds);
    }

    /// <summary>Events were made durable in the spool.</summary>
    public void SpoolSynchronised(TimeSpan duration) => _spoolSyncDuration.Record(duration.TotalSeconds);

    /// <summary>The spool did not take events, because it was <paramref name="why"/>, such as "full".</summary>
    public void SpoolRefused(string why, long events) => _spoolRefused.Add(events, new KeyValuePair<string, object?>("why", MetricLabel.Of(why)));

    /// <summary>The policy file or object has changed, and what it holds was <paramref name="result"/>: "replaced" or "refused".</summary>
    public void PolicyReloaded(string result) => _policyReloads.Add(1, new KeyValuePair<string, object?>("result", MetricLabel.Of(result)));

    /// <summary>The object that holds the policy is being watched, or can't be.</summary>
    public void PolicyWatched(bool isWatched) => _policyWatched.Record(isWatched ? 1 : 0);

    /// <summary>The object that holds the policy was read, and is in force or not.</summary>
    public void PolicySeen(long generation, bool isInForce)
    {
        _policySeen.Record(generation);
        if (isInForce)
        {
            _policyInForce.Record(generation);
        }
    }

    /// <summary>A request's workload was looked for: "found", "missing", "refused", "elsewhere" or "unavailable".</summary>
    public void WorkloadFound(string result) => _workloads.Add(1, new KeyValuePair<string, object?>("result", MetricLabel.Of(result)));

    /// <summary>The injector was asked about a pod.</summary>
    /// <param name="result">"injected", "unchanged", "refused" or "unreadable".</param>
    public void PodReviewed(string result) => _injections.Add(1, new KeyValuePair<string, object?>("result", MetricLabel.Of(result)));

    /// <summary>The injector serves a certificate.</summary>
    /// <param name="expiry">When it lapses.</param>
    public void WebhookCertificateExpires(DateTimeOffset expiry) => _webhookCertificateExpiry.Record(expiry.ToUnixTimeSeconds());

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

    private static Histogram<double> Durations(Meter meter, string name, string description, double[]? bounds = null) =>
        meter.CreateHistogram(name, unit: null, description, tags: null, Bounds(bounds ?? DurationBounds));

    private static InstrumentAdvice<T> Bounds<T>(IReadOnlyList<T> bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };

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
