using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>A token budget that also ends answers that get longer than what is left.</summary>
internal sealed class MeteredTokenBudgetCheck : TokenBudgetCheck, IInspectionCheck
{
    private readonly ITokenCounter _tokens;

    internal MeteredTokenBudgetCheck(TokenBudgetOptions options, TokenBudgets budgets, ITokenCounter tokens)
        : base(options, budgets, tokens) => _tokens = tokens;

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(channel);
        return channel.IsOutput && request.Notes.TryGet(this, out Reservation? reservation)
            ? new BudgetInspector(_tokens, request.Model, reservation)
            : IdleInspector.Instance;
    }
}
