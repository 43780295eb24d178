using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Corpora.Running;

/// <summary>Sends a corpus through the stages of a policy, as a gateway would.</summary>
/// <param name="pipeline">The policy.</param>
/// <param name="time">Measures the cases.</param>
public sealed class CorpusRunner(PolicyPipeline pipeline, TimeProvider time)
{
    private static readonly InspectionChannel Content = new(0, ContentKind.Text, "content");

    /// <summary>Runs all families that the policy covers.</summary>
    /// <param name="families">The corpus.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<CorpusReport> RunAsync(IEnumerable<CorpusFamily> families, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(families);
        List<FamilyResult> results = [];
        foreach (var family in families)
        {
            List<CaseResult> cases = [];
            foreach (var value in family.IsCoveredBy(pipeline.Checks) ? family.Cases : [])
            {
                cases.Add(await RunAsync(value, cancellationToken));
            }

            results.Add(new FamilyResult(family, cases));
        }

        return new CorpusReport(results);
    }

    /// <summary>Runs one case: what the model would say is decided only where the request may reach the model.</summary>
    public async Task<CaseResult> RunAsync(CorpusCase value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        var request = CorpusRequest.Of(value);
        var started = time.GetTimestamp();
        var outcome = await pipeline.AdmitAsync(request, cancellationToken);
        if (value.Answer is { } answer && outcome.Decision < Decision.Escalate)
        {
            var inspection = pipeline.Inspect(request);
            inspection.Push(Content, answer);
            inspection.Complete(Content);
            outcome = Stricter(outcome, inspection.Outcome);
        }

        if (value.Call is { } call && outcome.Decision < Decision.Escalate)
        {
            outcome = Stricter(outcome, await pipeline.JudgeAsync(request, call, cancellationToken));
        }

        return new CaseResult(value, outcome.Decision, outcome.Check, outcome.Metadata.ContainsKey("failed_check"), time.GetElapsedTime(started));
    }

    private static StageOutcome Stricter(StageOutcome first, StageOutcome second) => second.Decision > first.Decision ? second : first;
}
