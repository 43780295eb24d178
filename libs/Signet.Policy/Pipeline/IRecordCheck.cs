namespace Signet.Policy.Pipeline;

/// <summary>Sees how a request ended. Its decision is recorded and changes nothing.</summary>
public interface IRecordCheck : ICheck
{
    /// <summary>Takes note of the end of a request, on every path by which one can end.</summary>
    ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken);
}
