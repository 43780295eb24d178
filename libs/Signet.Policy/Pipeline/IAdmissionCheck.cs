namespace Signet.Policy.Pipeline;

/// <summary>Decides before the model sees the request.</summary>
public interface IAdmissionCheck : ICheck
{
    /// <summary>Judges the request. Text that must go is named in <see cref="AdmissionResult.Edits"/>.</summary>
    ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken);
}
