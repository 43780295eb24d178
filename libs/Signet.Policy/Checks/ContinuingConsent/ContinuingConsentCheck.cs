using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ContinuingConsent;

/// <summary>
/// Stops an owner: refuses new requests and ends the answers that run. It doesn't judge tool calls, since a policy without a judge of
/// calls must not get one by it; every piece of a call is looked at instead.
/// </summary>
internal sealed class ContinuingConsentCheck : IAdmissionCheck, IInspectionCheck
{
    /// <summary>The check's name in policies.</summary>
    internal const string CheckName = "continuing_consent";

    private readonly ContinuingConsentOptions _options;
    private readonly IConsentSource _source;
    private readonly TimeProvider _time;

    internal ContinuingConsentCheck(ContinuingConsentOptions options, IConsentSource source, TimeProvider time) =>
        (_options, _source, _time) = (options, source, time);

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Among the first: an owner that is stopped needs no further checks.</summary>
    public int Priority => -90;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    internal static CheckResult Withdrawn { get; } = CheckResult.Block("consent for this owner has been withdrawn");

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(_source.IsGranted(request.Owner) ? AdmissionResult.Allowed : Withdrawn);
    }

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(channel);
        if (!request.Notes.TryGet(this, out ConsentWatch? watch))
        {
            request.Notes.Set(this, watch = new ConsentWatch(_source, request.Owner, _options, _time));
        }

        return new ConsentInspector(watch, always: channel.Kind == ContentKind.ToolCall);
    }
}
