using System.Text;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests;

/// <summary>Sends text through an inspection in pieces, releasing as a gateway does.</summary>
internal static class Streams
{
    internal static (Decision Decision, string Released) Run(IEnumerable<ICheck> checks, RequestContext request, params string[] pieces) =>
        Run(new PolicyPipeline(checks, shadow: false, TimeProvider.System).Inspect(request), pieces);

    internal static (Decision Decision, string Released) Run(ResponseInspection inspection, params string[] pieces)
    {
        StringBuilder received = new();
        StringBuilder released = new();
        long position = 0;
        foreach (string piece in pieces)
        {
            received.Append(piece);
            position = Release(inspection, inspection.Push(Requests.Channel, piece), received.ToString(), released, position);
        }

        Release(inspection, inspection.Complete(Requests.Channel), received.ToString(), released, position);
        return (inspection.Outcome.Decision, released.ToString());
    }

    /// <summary>The whole text, every cut in two, and one character at a time must all give the same.</summary>
    internal static (Decision Decision, string Released) RunAllWays(ICheck[] checks, Func<RequestContext> request, string text)
    {
        (Decision Decision, string Released) whole = Run(checks, request(), text);
        for (int cut = 0; cut <= text.Length; cut++)
        {
            AssertSame(whole, Run(checks, request(), text[..cut], text[cut..]), $"cut at {cut}");
        }

        AssertSame(whole, Run(checks, request(), [.. text.Select(c => c.ToString())]), "one by one");
        return whole;
    }

    internal static void AssertSame((Decision Decision, string Released) whole, (Decision Decision, string Released) pieces, string how)
    {
        Assert.True(whole.Decision == pieces.Decision, $"{how}: {whole.Decision} as a whole, {pieces.Decision} in pieces");
        if (whole.Decision < Decision.Escalate)
        {
            Assert.True(whole.Released == pieces.Released, $"{how}: released text differs");
        }
    }

    internal static string[] Split(string text, IEnumerable<int> cuts)
    {
        List<string> pieces = [];
        int at = 0;
        foreach (int cut in cuts.Select(cut => cut % (text.Length + 1)).Order())
        {
            pieces.Add(text[at..cut]);
            at = cut;
        }

        pieces.Add(text[at..]);
        return [.. pieces];
    }

    private static long Release(ResponseInspection inspection, long upTo, string received, StringBuilder released, long position)
    {
        Assert.InRange(upTo, position, received.Length);
        foreach (TextEdit edit in inspection.EditsOf(Requests.Channel))
        {
            Assert.InRange(edit.Start, position, upTo);
            Assert.InRange(edit.End, position, upTo);
            released.Append(received, (int)position, (int)(edit.Start - position)).Append(edit.Replacement);
            position = edit.End;
        }

        released.Append(received, (int)position, (int)(upTo - position));
        inspection.DropEdits(Requests.Channel, upTo);
        Assert.Empty(inspection.EditsOf(Requests.Channel));
        return upTo;
    }
}
