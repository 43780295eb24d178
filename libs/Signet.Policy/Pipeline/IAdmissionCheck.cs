namespace Signet.Policy.Pipeline;

/// <summary>Decides before the model sees the request.</summary>
public interface IAdmissionCheck : ICheck
{
    /// <summary>
    /// True, the default, when the decision depends on <see cref="RequestContext.Content"/>: the check is then run again when another
    /// check has edited it. A check that keeps count of its calls, such as a rate limit, says false and runs once for a request.
    /// </summary>
    bool ReadsContent => true;

    /// <summary>Judges the request. Text that must go is named in <see cref="AdmissionResult.Edits"/>.</summary>
    ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken);
}
