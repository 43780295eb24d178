using System.Globalization;
using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Streaming;

/// <summary>Makes of a decided piece what may go out. A piece that nothing was decided against keeps its octets.</summary>
internal sealed class PieceEditor
{
    /// <summary>What an answer says that had nothing but withheld calls, so that it still is an answer.</summary>
    public const string WithheldText = "A tool call was withheld by policy.";

    private readonly IAnswerReader _reader;
    private readonly ResponseInspection _inspection;
    private readonly IReadOnlyDictionary<int, ChoiceState> _choices;

    public PieceEditor(IAnswerReader reader, ResponseInspection inspection, IReadOnlyDictionary<int, ChoiceState> choices) =>
        (_reader, _inspection, _choices) = (reader, inspection, choices);

    /// <summary>Adds what may go out to <paramref name="output"/>: nothing when nothing of the piece is left.</summary>
    public void Edit(HeldPiece held, Queue<GatedPiece> output)
    {
        if (held is HeldText text)
        {
            output.Enqueue(new GatedPiece(held.Name, Edit(text), IsLast: false));
        }
        else
        {
            Edit((HeldTree)held, output);
        }
    }

    private int NumberOf(CallKey slot) => _choices.TryGetValue(slot.Choice, out var choice) ? choice.NumberOf(slot.Slot) : slot.Slot;

    private ReadOnlyMemory<byte> Edit(HeldText held)
    {
        var result = EditText(held.Text, held.Pattern.Channel, held.Start, isWhole: false);
        return ReferenceEquals(result, held.Text) ? held.Octets : held.Pattern.Write(result);
    }

    private void Edit(HeldTree held, Queue<GatedPiece> output)
    {
        var rewriter = new JsonRewriter(held.Octets, held.Root);
        EditTexts(held, rewriter);
        foreach (var padding in held.Piece.Padding)
        {
            rewriter.Remove(padding);
        }

        var withheld = EditCalls(held.Piece, rewriter);
        if (withheld && SaysNothing(held, rewriter))
        {
            return;
        }

        EditNumbers(held.Piece, rewriter);
        var edit = new AnswerEdit(rewriter, NumberOf);
        foreach (var finish in held.Piece.Finishes)
        {
            var choice = _choices[finish.Choice];
            if (choice.LostAllCalls)
            {
                _reader.EndWithoutCalls(finish, choice.HasText ? null : WithheldText, edit);
            }
        }

        foreach (var (name, json) in edit.Before)
        {
            output.Enqueue(new GatedPiece(name, json, IsLast: false));
        }

        output.Enqueue(new GatedPiece(held.Name, rewriter.HasEdits ? rewriter.ToArray() : held.Octets, held.Piece.IsLast));
    }

    private void EditTexts(HeldTree held, JsonRewriter rewriter)
    {
        HashSet<int>? edited = null;
        foreach (var (text, channel, start) in held.Spans)
        {
            if (text.Call is not null)
            {
                continue;
            }

            var result = EditText(text.Text, channel, start, text.Whole);
            if (ReferenceEquals(result, text.Text))
            {
                continue;
            }

            (edited ??= []).Add(channel.Name.Choice);
            if (text.Place.IsKey)
            {
                rewriter.ReplaceKey(text.Place.Part, JsonText.Encode(result));
            }
            else
            {
                rewriter.Replace(text.Place.Part, JsonText.Encode(result));
            }
        }

        foreach (var (choice, echo) in held.Piece.Echoes)
        {
            if (edited?.Contains(choice) == true)
            {
                rewriter.Replace(echo, "null"u8.ToArray());
            }
        }
    }

    /// <summary>The text with its edits; the same instance when there are none.</summary>
    private string EditText(string text, GateChannel channel, long start, bool isWhole)
    {
        if (!_inspection.HasEdits || _inspection.EditsOf(channel.Name) is not { Count: > 0 } edits)
        {
            return text;
        }

        var first = 0;
        var result = TextEdits.Apply(text, start, edits, ref first);
        if (!isWhole)
        {
            _inspection.DropEdits(channel.Name, start + text.Length);
        }

        return result;
    }

    private bool EditCalls(AnswerPiece piece, JsonRewriter rewriter)
    {
        var withheld = false;
        foreach (var fragment in piece.Calls)
        {
            if (!_choices[fragment.Key.Choice].IsGone(fragment.Key.Slot))
            {
                continue;
            }

            withheld = true;
            rewriter.Remove(fragment.Element);
            if (fragment.List is { } list && list.Children.All(rewriter.IsRemoved))
            {
                rewriter.Remove(list);
            }
        }

        foreach (var dependent in piece.Dependents)
        {
            if (_choices[dependent.Slot.Choice].IsGone(dependent.Slot.Slot))
            {
                withheld = true;
                rewriter.Remove(dependent.Element);
            }
        }

        return withheld;
    }

    private void EditNumbers(AnswerPiece piece, JsonRewriter rewriter)
    {
        foreach (var (slot, part) in piece.Numbers)
        {
            if (NumberOf(slot) is var number && number != slot.Slot)
            {
                rewriter.Replace(part, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private static bool SaysNothing(HeldTree held, JsonRewriter rewriter) =>
        rewriter.IsRemoved(held.Root)
        || (held.Piece.Finishes.Count == 0 && held.Piece.InputTokens is null && held.Piece.OutputTokens is null
            && held.Piece.Bodies.Count > 0 && held.Piece.Bodies.All(body => body.Children.All(rewriter.IsRemoved)));
}
