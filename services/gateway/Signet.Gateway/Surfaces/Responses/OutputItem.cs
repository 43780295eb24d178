using System.Text;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>An item of an answer while it is put together.</summary>
internal sealed class OutputItem(string type)
{
    private readonly Dictionary<long, StringBuilder> _details = [];

    public string Type { get; } = type;

    /// <summary>How the item says a call; null for an item that is none.</summary>
    public CallShape? Call { get; } = CallShape.Of(type);

    /// <summary>The name of the item, once it has been said.</summary>
    public string? Id { get; private set; }

    /// <summary>What a complete call says besides its name and arguments.</summary>
    public string? Rest { get; set; }

    /// <summary>True for an item that a stream resumed in its middle: what it said before isn't known.</summary>
    public bool IsResumed { get; init; }

    /// <summary>True once a text of the call's arguments was said.</summary>
    public bool HasArguments { get; set; }

    /// <summary>
    /// True for a call of which more was shown than is known as a whole: to judge it by what is known would judge another call.
    /// </summary>
    public bool IsPartial => Call is not null && Rest is null && (IsResumed || _details.Count > 0);

    /// <summary>False when it has another name already.</summary>
    public bool IsNamed(string? id) => id is null || (Id ??= id) == id;

    /// <summary>Adds to a text inside the call.</summary>
    public void AddDetail(long index, string text)
    {
        if (IsResumed)
        {
            return;
        }

        if (!_details.TryGetValue(index, out var detail))
        {
            _details.Add(index, detail = new StringBuilder());
        }

        detail.Append(text);
    }

    /// <summary>False when <paramref name="text"/> isn't what the events before said.</summary>
    public bool EndDetail(long index, string text)
    {
        if (!_details.TryGetValue(index, out var detail) || detail.Length == 0)
        {
            AddDetail(index, text);
            return true;
        }

        return detail.Equals(text);
    }

    /// <summary>True when the whole call says what the events about its inside said: a caller may act on either.</summary>
    public bool HoldsDetails(JsonPart element)
    {
        foreach (var (index, detail) in _details)
        {
            var said = Type switch
            {
                "code_interpreter_call" => element.MemberText("code"),
                "apply_patch_call" => element.Member("operation")?.MemberText("diff"),
                _ => element.Member("action")?.Member("commands") is { } commands && index < commands.Children.Count
                    ? commands.Children[(int)index].Text
                    : null,
            };
            if (!detail.Equals(said ?? ""))
            {
                return false;
            }
        }

        return true;
    }
}
