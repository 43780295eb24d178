using Signet.Gateway.Streaming;
using Signet.Testing;
using Signet.Testing.Surfaces;

namespace Signet.Gateway.Tests.Parity;

/// <summary>
/// The same for streams as providers send them: every file below tests/corpora/streams, whose folder is the surface's name behind its
/// provider's.
/// </summary>
public sealed class RecordedStreamTests
{
    private static readonly string Folder = Repository.PathOf("tests", "corpora", "streams");

    private static IEnumerable<(string Surface, byte[] Octets)> Recorded => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.sse", SearchOption.AllDirectories).Order()
            .SelectMany(path => StreamReplay.SurfaceNames
                .Where(name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', '-') == Path.GetFileName(Path.GetDirectoryName(path)))
                .Select(name => (name, File.ReadAllBytes(path))))
        : [];

    /// <summary>The scripts' own streams too, so that there always are some.</summary>
    private static IEnumerable<(string Surface, byte[] Octets)> Streams => Recorded.Concat(SurfaceScripts.Streamed.Select(script => (
        script.Name,
        SseSpelling.Plain(script.Stream(Reply.At(AnswerPlace.Text, "To be, or ", "not to", " be: that is", " the question."))))));

    [Fact]
    public async Task Recorded_CutAtAnyOctet_GoesOutTheSame()
    {
        var pipeline = FuzzPolicy.Blocking("no stream says this");
        foreach (var (surface, octets) in Streams)
        {
            var whole = await StreamReplay.StreamAsync(surface, pipeline, octets);
            Assert.Equal("open", whole.End);
            var singly = await StreamReplay.StreamAsync(surface, pipeline, octets, Enumerable.Range(1, octets.Length - 1));
            Assert.Equal(whole.Output, singly.Output);
            for (var cut = 1; cut < octets.Length; cut += Math.Max(1, octets.Length / 200))
            {
                Assert.Equal(whole.Output, (await StreamReplay.StreamAsync(surface, pipeline, octets, cut)).Output);
            }
        }
    }

    [Fact]
    public async Task Recorded_AnyWordsOfItForbidden_StopsBeforeThem()
    {
        foreach (var (surface, octets) in Streams)
        {
            var script = SurfaceScripts.Of(surface);
            var whole = await StreamReplay.StreamAsync(surface, FuzzPolicy.Blocking("no stream says this"), octets);
            var text = script.Read(whole.Seen.Documents).Text;
            var random = new Random(text.Length);
            for (var round = 0; round < 20 && text.Length > 12; round++)
            {
                // Whole characters: half a surrogate pair is nothing that a policy could name.
                var at = random.Next(text.Length - 12);
                var forbidden = string.Concat(text.Substring(at, random.Next(5, 12)).EnumerateRunes().Where(rune => rune.Value != 0xFFFD));
                if (!whole.Seen.Shows(forbidden))
                {
                    // Two choices that come in turns say it between them, and neither does.
                    continue;
                }

                var run = await StreamReplay.StreamAsync(surface, FuzzPolicy.Blocking(forbidden), octets, random.Next(1, octets.Length));

                Assert.True(run.Gate.State == GateState.Stopped, $"{surface}: {forbidden}");
                Assert.False(run.Seen.Shows(forbidden), $"{surface}: {forbidden}");
            }
        }
    }
}
