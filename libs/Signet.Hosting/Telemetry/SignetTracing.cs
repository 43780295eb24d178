using System.Diagnostics;

namespace Signet.Hosting.Telemetry;

/// <summary>
/// The one place where signet's spans are named. What they say are words of signet's own, names from its configuration, numbers, and the
/// name of a model; never a header, a prompt or an answer. Without a listener nothing is created.
/// </summary>
public static class SignetTracing
{
    /// <summary>The source that all spans belong to.</summary>
    public const string SourceName = "signet";

    /// <summary>The most spans that one span links to.</summary>
    public const int MaxLinks = 32;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True when somebody wants spans.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The span that whoever asks works under; null when nobody wants spans.</summary>
    public static ActivityContext? Current => IsOn ? Activity.Current?.Context : null;

    /// <summary>Notes the request's name in the span of the server, by which callers know the request too.</summary>
    public static void Name(string requestId)
    {
        if (IsOn)
        {
            Activity.Current?.SetTag("signet.request_id", requestId);
        }
    }

    /// <summary>The checks of a request.</summary>
    public static Activity? Admission() => Source.StartActivity("admission");

    /// <summary>The wait until a decision is recorded.</summary>
    public static Activity? Record(string phase) => Source.StartActivity("record")?.SetTag("signet.phase", phase);

    /// <summary>A call of a model (OpenTelemetry's semantic conventions for generative AI, "Inference").</summary>
    public static Activity? Inference(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>A batch of events on its way to the auditor. It belongs to many requests, and links to them.</summary>
    public static Activity? Publish(IEnumerable<ActivityContext> requests) => Root("publish", ActivityKind.Producer, requests);

    /// <summary>A segment on its way into the store. It belongs to many deliveries, and links to them.</summary>
    public static Activity? StoreSegment(IEnumerable<ActivityContext> deliveries) => Root("store segment", ActivityKind.Internal, deliveries);

    /// <summary>A round of time stamps.</summary>
    public static Activity? Anchor(long treeSize) => Root("anchor", ActivityKind.Internal, [])?.SetTag("signet.tree_size", treeSize);

    /// <summary>A request to one authority.</summary>
    public static Activity? TimeStamp(string tsa) => Source.StartActivity("time stamp", ActivityKind.Client)?.SetTag("signet.tsa", tsa);

    /// <summary>A walk over the log.</summary>
    public static Activity? Verify() => Root("verify", ActivityKind.Internal, []);

    /// <summary>Ends the span as a failure that a stable word describes.</summary>
    public static void Fail(this Activity? span, string error) => span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);

    // A loop that serves everybody belongs to nobody's trace, whoever woke it.
    private static Activity? Root(string name, ActivityKind kind, IEnumerable<ActivityContext> links)
    {
        if (!IsOn)
        {
            return null;
        }

        Activity.Current = null;
        return Source.StartActivity(
            kind, parentContext: default, links: links.Distinct().Take(MaxLinks).Select(context => new ActivityLink(context)), name: name);
    }
}
