using System.Globalization;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>
/// Keeps requests within a number of tokens for each period. What a request may need is set aside before the model sees it, and replaced
/// by what it did need however it ends, so that no number of requests at the same time gets more than there is, by the estimates.
/// </summary>
internal class TokenBudgetCheck : IAdmissionCheck, IRecordCheck
{
    /// <summary>The check's name in policies.</summary>
    internal const string CheckName = "token_budget";

    private readonly TokenBudgetOptions _options;
    private readonly TokenBudgets _budgets;
    private readonly ITokenCounter _tokens;

    internal TokenBudgetCheck(TokenBudgetOptions options, TokenBudgets budgets, ITokenCounter tokens) =>
        (_options, _budgets, _tokens) = (options, budgets, tokens);

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Last, so that nothing is set aside for a request that another check refuses.</summary>
    public int Priority => 100;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        long input = _options.Count == CountedTokens.Output ? 0 : InputOf(request);
        long estimate = Sum(input, _options.Count == CountedTokens.Input ? 0 : OutputOf(request));
        if (estimate == 0)
        {
            return ValueTask.FromResult(AdmissionResult.Allowed);
        }

        if (estimate > _budgets.Smallest)
        {
            return Refuse("the request may need more tokens than its budget ever has", estimate, wait: null);
        }

        LimitKey key = LimitKey.Of(request, _options.Scope);
        if (Reservation.TryMake(_budgets, key, estimate, input, out TimeSpan wait) is not { } reservation)
        {
            return Refuse("the token budget is used up", estimate, wait);
        }

        request.Notes.Set(this, reservation);
        return ValueTask.FromResult(AdmissionResult.Allowed);
    }

    /// <inheritdoc/>
    public ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        if (request.Notes.TryGet(this, out Reservation? reservation))
        {
            long used = Math.Max(reservation.Tokens, reservation.Needed);
            try
            {
                used = Used(response.Usage) ?? used;
            }
            finally
            {
                reservation.Settle(used);
            }
        }

        return ValueTask.FromResult(CheckResult.Allowed);
    }

    /// <summary>What the model will read; of what isn't text, such as a picture, at least something.</summary>
    private long InputOf(RequestContext request) =>
        request.Content.Count == 0 ? 0 : Math.Max(1, TokenEstimate.Of(_tokens, request.Model, request.Content));

    /// <summary>What a request may make the model write.</summary>
    private long OutputOf(RequestContext request)
    {
        Int128 tokens = (Int128)(request.MaxOutputTokens ?? _options.DefaultEstimate) * Math.Max(1, request.Choices);
        return tokens > long.MaxValue ? long.MaxValue : (long)tokens;
    }

    /// <summary>What counts of a usage; null when it isn't known, and then all that was set aside counts.</summary>
    private long? Used(TokenUsage usage) => _options.Count switch
    {
        CountedTokens.Output => usage.Output,
        CountedTokens.Input => usage.Input,
        _ => usage is ({ } input, { } output, _) ? Sum(input, output) : null,
    };

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    private static ValueTask<AdmissionResult> Refuse(string reason, long estimate, TimeSpan? wait) =>
        ValueTask.FromResult<AdmissionResult>(CheckResult.Block(reason) with
        {
            RetryAfter = wait,
            Metadata = new Dictionary<string, string> { ["estimate"] = estimate.ToString(CultureInfo.InvariantCulture) },
        });
}
