using Signet.Policy.Classification;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>
/// Blocks a request whose data are classified above the caller's clearance, and one that names a level nobody knows. Sets
/// <see cref="RequestContext.Classification"/> and <see cref="RequestContext.Clearance"/>.
/// </summary>
public sealed class ClassificationGateCheck : IAdmissionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "classification_gate";

    private readonly ClassificationGateOptions _options;

    /// <summary>Makes the check.</summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public ClassificationGateCheck(ClassificationGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Runs early: checks on content may depend on the level.</summary>
    public int Priority => -100;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult<AdmissionResult>(Compare(request));
    }

    private CheckResult Compare(RequestContext request)
    {
        if (!TryRead(request, SecurityHeaders.Classification, _options.DefaultClassification, out ClassificationLevel classification))
        {
            return Unknown(SecurityHeaders.Classification);
        }

        request.Classification = ClassificationLattice.NameOf(classification);
        if (!TryRead(request, SecurityHeaders.CallerClearance, _options.DefaultClearance, out ClassificationLevel clearance))
        {
            return Unknown(SecurityHeaders.CallerClearance);
        }

        request.Clearance = ClassificationLattice.NameOf(clearance);
        CheckResult result = clearance < classification
            ? CheckResult.Block("the caller's clearance is below the data's classification")
            : CheckResult.Allowed;
        return result with
        {
            Metadata = new Dictionary<string, string>
            {
                ["classification"] = request.Classification,
                ["clearance"] = request.Clearance,
            },
        };
    }

    private static bool TryRead(
        RequestContext request, string header, ClassificationLevel defaultLevel, out ClassificationLevel level)
    {
        string value = SecurityHeaders.Read(request, header);
        level = defaultLevel;
        return value.Length == 0 || ClassificationLattice.TryParse(value, out level);
    }

    private static CheckResult Unknown(string header) => CheckResult.Block($"{header} holds no known level") with
    {
        Metadata = new Dictionary<string, string> { ["header"] = header },
    };
}
