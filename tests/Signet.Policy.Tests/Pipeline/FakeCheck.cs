using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

/// <summary>A check of every stage that does as it is told.</summary>
internal sealed class FakeCheck(string name) : IAdmissionCheck, IInspectionCheck, ICommitmentCheck, IRecordCheck
{
    public string Name { get; } = name;

    public int Priority { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CpuBudget { get; init; } = TimeSpan.FromSeconds(30);

    public bool ReadsContent { get; init; } = true;

    public List<string> Calls { get; } = [];

    public Func<RequestContext, CancellationToken, ValueTask<AdmissionResult>> OnAdmit { get; init; } =
        (_, _) => ValueTask.FromResult(AdmissionResult.Allowed);

    public Func<CheckResult> OnJudge { get; init; } = () => CheckResult.Allowed;

    public Func<ChannelInspector?> OnOpen { get; init; } = () => new FakeInspector();

    public static FakeCheck Saying(string name, CheckResult result) => new(name)
    {
        OnAdmit = (_, _) => ValueTask.FromResult<AdmissionResult>(result),
        OnJudge = () => result,
    };

    /// <summary>Replaces every <paramref name="from"/> in the first item.</summary>
    public static FakeCheck Replacing(string name, string from, string to) => new(name)
    {
        OnAdmit = (request, _) =>
        {
            int at = request.Content[0].Text.IndexOf(from, StringComparison.Ordinal);
            return ValueTask.FromResult(at < 0 ? AdmissionResult.Allowed : new AdmissionResult
            {
                Result = new CheckResult { Decision = Decision.Redact },
                Edits = [(0, new TextEdit(at, from.Length, to))],
            });
        },
    };

    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        Calls.Add(request.Content.Count == 0 ? "" : request.Content[0].Text);
        return OnAdmit(request, cancellationToken);
    }

    public ChannelInspector Open(RequestContext request, InspectionChannel channel) => OnOpen()!;

    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(OnJudge());

    public ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add("record");
        return ValueTask.FromResult(OnJudge());
    }
}
