using Signet.Policy.Documents;

namespace Signet.Cli.Diagnosis;

/// <summary>Everything that can be looked at, one after the other. Clocks come last: they are read on the way.</summary>
internal sealed class Doctor : IDisposable
{
    private readonly Asking _asking;
    private readonly IReadOnlyList<IExaminer> _examiners;

    public Doctor(DoctorOptions options, CheckRegistry checks, string version, TimeProvider time)
    {
        _asking = new Asking(time);
        var cluster = new ClusterAccess(options);
        _examiners =
        [
            new VersionExaminer(options, _asking, version),
            new StoreExaminer(options, _asking),
            new PolicyExaminer(options, checks),
            new EnforcementExaminer(options, _asking, checks),
            new TsaExaminer(options, _asking, time),
            new DaprExaminer(options, _asking),
            new ClusterExaminer(options, cluster, time),
            new ClusterObjectExaminer(options, cluster),
            new ReleaseExaminer(options, cluster),
            new ClockExaminer(_asking),
        ];
    }

    public async Task<List<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var examiner in _examiners)
        {
            await foreach (var finding in examiner.ExamineAsync(cancellationToken))
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    public void Dispose() => _asking.Dispose();
}
