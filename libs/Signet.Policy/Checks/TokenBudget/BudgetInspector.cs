using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>
/// Counts what a model writes, piece by piece. A word that is cut in pieces counts more than it would as a whole: at most one token more
/// for each cut.
/// </summary>
internal sealed class BudgetInspector(ITokenCounter tokens, string? model, Reservation reservation) : ChannelInspector
{
    /// <summary>So many tokens are set aside at once.</summary>
    private const long Step = 64;

    public override int Push(ReadOnlySpan<char> text, IInspectionSink sink)
    {
        bool wasExceeded = reservation.IsExceeded;
        if (!reservation.TryGrow(TokenEstimate.Of(tokens, model, text), Step) && !wasExceeded)
        {
            sink.Report(CheckResult.Block("the answer needs more tokens than the budget has left"));
        }

        return 0;
    }

    public override void Complete(IInspectionSink sink)
    {
    }
}
