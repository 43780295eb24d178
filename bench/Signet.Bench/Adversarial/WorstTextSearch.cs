using System.Diagnostics;
using System.Text;
using Signet.Corpora.Adversarial;

namespace Signet.Bench.Adversarial;

/// <summary>
/// Looks for texts that cost a policy more than others of their length: starts from each of the adversarial ideas, mixes pieces of them, and goes
/// on from whatever costs most. The same numbers in the same order each time; what they lead to depends on the times measured.
/// </summary>
internal sealed class WorstTextSearch(CheckUnderTest check, int length)
{
    private const int PieceLength = 48;
    private const int MaxPieces = 12;

    private static readonly string[] Pieces =
        [.. AdversarialInputs.All.Append(AdversarialInputs.Ordinary).SelectMany(input => input.Make(4 * PieceLength).Chunk(PieceLength).Select(piece => new string(piece)))];

    private ulong _state = 0x2545F4914F6CDD1DUL;

    /// <summary>The worst text so far.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What its admission takes, in microseconds: the least of several times.</summary>
    public double Microseconds { get; private set; }

    /// <summary>How many texts were tried.</summary>
    public int Tried { get; private set; }

    public void Run(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        List<string> best = [];
        foreach (var input in AdversarialInputs.All)
        {
            Try(input.Make(length));
        }

        var known = Text;
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            List<string> next = [.. best];
            Mutate(next);
            if (Try(Repeat(next)))
            {
                best = next;
            }
            else if (best.Count == 0 && ReferenceEquals(Text, known) && Tried % 4 == 0)
            {
                best = next;
            }
        }
    }

    private bool Try(string text)
    {
        Tried++;
        var least = Time(text);
        for (var again = 0; again < 3 && least > Microseconds; again++)
        {
            least = Math.Min(least, Time(text));
        }

        if (least <= Microseconds)
        {
            return false;
        }

        (Text, Microseconds) = (text, least);
        return true;
    }

    private double Time(string text)
    {
        var started = Stopwatch.GetTimestamp();
        check.Admit(text);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }

    private void Mutate(List<string> pieces)
    {
        switch (pieces.Count == 0 ? 0 : Next(4))
        {
            case 0 or 1 when pieces.Count < MaxPieces:
                var piece = Pieces[Next(Pieces.Length)];
                pieces.Insert(Next(pieces.Count + 1), piece[..(1 + Next(piece.Length))]);
                break;
            case 2:
                pieces.RemoveAt(Next(pieces.Count));
                break;
            default:
                var at = Next(pieces.Count);
                var changed = pieces[at].ToCharArray();
                changed[Next(changed.Length)] = (char)(' ' + Next('~' - ' ' + 1));
                pieces[at] = new string(changed);
                break;
        }
    }

    private string Repeat(List<string> pieces)
    {
        var unit = string.Concat(pieces.DefaultIfEmpty("a"));
        StringBuilder text = new(length + unit.Length);
        while (text.Length < length)
        {
            text.Append(unit);
        }

        return text.ToString(0, length);
    }

    private int Next(int below)
    {
        _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
        return (int)((_state >> 33) % (ulong)below);
    }
}
