using k8s.Models;
using Signet.Auditor.Election;
using Signet.Auditor.Tests.Simulation;

namespace Signet.Auditor.Tests.Election;

/// <summary>A process's way to the API server, in the time of a simulated world.</summary>
internal sealed class SimLeasePort(SimWorld world, SimLease lease) : ILeaseStore
{
    public LeaseFault Fault { get; set; }

    public int Asked { get; private set; }

    public Task<V1Lease?> ReadAsync(CancellationToken cancellationToken) => AnswerAsync(() => lease.Kept, cancellationToken);

    public Task<V1Lease?> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken) =>
        AnswerAsync(() => Fault == LeaseFault.Conflicts ? null : lease.Create(spec), cancellationToken);

    public Task<V1Lease?> ReplaceAsync(V1Lease seen, V1LeaseSpec spec, CancellationToken cancellationToken) =>
        AnswerAsync(() => Fault == LeaseFault.Conflicts ? null : lease.Replace(seen.Metadata.ResourceVersion, spec), cancellationToken);

    private Task<V1Lease?> AnswerAsync(Func<V1Lease?> act, CancellationToken cancellationToken)
    {
        Asked++;
        var answer = new TaskCompletionSource<V1Lease?>();
        var cancelling = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        if (Fault != LeaseFault.Silent)
        {
            world.In(Fault == LeaseFault.Slow ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(3), () =>
            {
                var result = Fault == LeaseFault.Refuses ? null : act();
                cancelling.Dispose();
                if (Fault is LeaseFault.Refuses or LeaseFault.LosesAnswers)
                {
                    answer.TrySetException(new LeaseStoreException("It failed."));
                }
                else
                {
                    answer.TrySetResult(result);
                }
            });
        }

        return answer.Task;
    }
}
