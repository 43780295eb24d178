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

    /// <summary>The octets to send; none when nothing of the piece is left.</summary>
    public ReadOnlyMemory<byte> Edit(HeldPiece held)
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
            return default;
        }

        foreach (var finish in held.Piece.Finishes)
        {
            var choice = _choices[finish.Choice];
            if (choice.LostAllCalls)
            {
                _reader.EndWithoutCalls(finish, choice.HasText ? null : WithheldText, rewriter);
            }
        }

        return rewriter.HasEdits ? rewriter.ToArray() : held.Octets;
    }

    private void EditTexts(HeldPiece held, JsonRewriter rewriter)
    {
        HashSet<int> edited = [];
        foreach (var (text, channel, start) in held.Spans)
        {
            if (text.Call is not null || _inspection.EditsOf(channel) is not { Count: > 0 } edits)
            {
                continue;
            }

            var first = 0;
            var result = TextEdits.Apply(text.Text, start, edits, ref first);
            if (!text.Whole)
            {
                _inspection.DropEdits(channel, start + text.Text.Length);
            }

            if (ReferenceEquals(result, text.Text))
            {
                continue;
            }

            edited.Add(channel.Choice);
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
            if (edited.Contains(choice))
            {
                rewriter.Replace(echo, "null"u8.ToArray());
            }
        }
    }

    private bool EditCalls(AnswerPiece piece, JsonRewriter rewriter)
    {
        var withheld = false;
        foreach (var fragment in piece.Calls)
        {
            var call = _choices[fragment.Key.Choice].Calls[fragment.Key.Slot];
            if (!call.IsReleased)
            {
                withheld = true;
                rewriter.Remove(fragment.Element);
                var list = fragment.Element.Parent!;
                if (list.IsArray && list.Children.All(rewriter.IsRemoved))
                {
                    rewriter.Remove(list);
                }
            }
            else if (fragment.Number is not null && call.ReleasedNumber != fragment.Key.Slot)
            {
                // SDKs put calls together by number and expect none to be missing.
                rewriter.Replace(fragment.Number, Encoding.ASCII.GetBytes(call.ReleasedNumber.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return withheld;
    }

    private static bool SaysNothing(HeldPiece held, JsonRewriter rewriter) =>
        held.Piece.Finishes.Count == 0 && held.Piece.InputTokens is null && held.Piece.OutputTokens is null
        && held.Piece.Bodies.All(body => body.Children.All(rewriter.IsRemoved));
}
