using System.Text.Json;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Extensions.Contract;

/// <summary>
/// Reads what a service answered, strictly: known members, each once, of the right type and within its limits; nothing behind the
/// object. Anything else is no answer.
/// </summary>
internal static class CheckAnswerReader
{
    internal const int MaxReasonLength = 200;
    internal const int MaxPairs = 16;
    internal const int MaxValueLength = 256;
    internal const int MaxEdits = 1_000;
    internal const int MaxReplacementLength = 256;
    internal const int MaxRetrySeconds = 86_400;

    private const string NoAnswer = "its answer breaks the contract";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 4,
    };

    /// <summary>Reads an answer.</summary>
    /// <param name="octets">What came back.</param>
    /// <param name="texts">The texts that were sent, by the item's number; without any, edits are a fault.</param>
    /// <exception cref="EndpointException">It is none. The message holds nothing of it.</exception>
    internal static AdmissionResult Read(ReadOnlySpan<byte> octets, IReadOnlyDictionary<int, string> texts)
    {
        CheckAnswer answer = Parse(octets);
        bool fits = CheckWire.DecisionOf(answer.Decision) is not null
            && answer.Reason is null or { Length: <= MaxReasonLength }
            && answer.RetryAfterSeconds is null or (>= 1 and <= MaxRetrySeconds)
            && (answer.Unread is null || (answer.Unread >= 0 && answer.Unread <= texts.Count))
            && Fits(answer.Metadata);
        if (!fits)
        {
            throw new EndpointException(NoAnswer);
        }

        return new AdmissionResult
        {
            Result = new CheckResult
            {
                Decision = CheckWire.DecisionOf(answer.Decision)!.Value,
                Reason = answer.Reason ?? "",
                Metadata = answer.Metadata ?? CheckResult.Allowed.Metadata,
                RetryAfter = answer is { Decision: "block", RetryAfterSeconds: { } seconds } ? TimeSpan.FromSeconds(seconds) : null,
            },
            Edits = Edits(answer, texts),
            Seen = texts.Count - (answer.Unread ?? 0),
            Unread = answer.Unread ?? 0,
        };
    }

    private static CheckAnswer Parse(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckAnswer>(octets, Strict) ?? throw new EndpointException(NoAnswer);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Its message may quote the octets, so it goes no further.
            throw new EndpointException(NoAnswer);
        }
    }

    private static bool Fits(IReadOnlyDictionary<string, string>? metadata) => metadata is null
        || (metadata.Count <= MaxPairs && metadata.All(pair => CheckName.IsValid(pair.Key) && pair.Value is { Length: <= MaxValueLength }));

    private static (int Item, TextEdit Edit)[] Edits(CheckAnswer answer, IReadOnlyDictionary<int, string> texts)
    {
        if (answer.Edits is not { Count: > 0 } asked)
        {
            return [];
        }

        if (asked.Count > MaxEdits || answer.Unit is not ("utf16" or "code_points"))
        {
            throw new EndpointException(NoAnswer);
        }

        List<(int Item, TextEdit Edit)> edits = new(asked.Count);
        CodePointPositions? positions = null;
        foreach (CheckAnswerEdit edit in asked.OrderBy(edit => edit?.Item).ThenBy(edit => edit?.Start))
        {
            if (edit is not { Start: >= 0, Length: > 0, Replacement.Length: <= MaxReplacementLength } || !texts.TryGetValue(edit.Item, out string? text))
            {
                throw new EndpointException(NoAnswer);
            }

            (long start, long end) = (edit.Start, (long)edit.Start + edit.Length);
            if (answer.Unit == "code_points")
            {
                positions = positions?.Text == (object)text ? positions : new CodePointPositions(text);
                (start, end) = (positions.ToUtf16(start), positions.ToUtf16(end));
            }

            bool fits = start >= 0 && end <= text.Length && end > start && !SplitsAPair(text, start) && !SplitsAPair(text, end)
                && (edits.Count == 0 || edits[^1].Item != edit.Item || edits[^1].Edit.End <= start);
            if (!fits)
            {
                throw new EndpointException(NoAnswer);
            }

            edits.Add((edit.Item, new TextEdit(start, (int)(end - start), edit.Replacement)));
        }

        return [.. edits];
    }

    private static bool SplitsAPair(string text, long at) =>
        at > 0 && at < text.Length && char.IsHighSurrogate(text[(int)at - 1]) && char.IsLowSurrogate(text[(int)at]);
}
