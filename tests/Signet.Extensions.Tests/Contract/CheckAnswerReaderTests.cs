using System.Text;
using CsCheck;
using Signet.Extensions.Contract;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Extensions.Tests.Contract;

public sealed class CheckAnswerReaderTests
{
    private static readonly Dictionary<int, string> Texts = new() { [0] = "call 0171 now", [3] = "a\U0001F600b\U0001F600c" };

    public static TheoryData<string> Good() =>
    [
        """{"decision":"allow"}""",
        """{"decision":"block","reason":"no","metadata":{"rule":"r1"},"retry_after_seconds":30}""",
        """{"decision":"escalate","reason":null,"metadata":null,"unit":null,"edits":null,"unread":null,"retry_after_seconds":null}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":5,"length":4,"replacement":"[phone]"}]}""",
        """{"decision":"allow","edits":[],"unread":2}""",
        $$"""{"decision":"block","reason":"{{new string('r', 200)}}","metadata":{"{{new string('k', 64)}}":"{{new string('v', 256)}}"} }""",
        $$$"""{"decision":"block","metadata":{{{{Pairs(16)}}}}}""",
    ];

    /// <summary>What neither the schema nor the reader takes.</summary>
    public static TheoryData<string> Bad() =>
    [
        "null", "[]", "\"allow\"", "1", "{}",
        """{"decision":"Allow"}""",
        """{"decision":"ALLOW"}""",
        """{"decision":" allow"}""",
        """{"decision":"pass"}""",
        """{"decision":0}""",
        """{"decision":null}""",
        """{"Decision":"allow"}""",
        """{"decision":"allow","note":"x"}""",
        """{"decision":"allow","reason":7}""",
        """{"decision":"allow","metadata":[]}""",
        """{"decision":"allow","metadata":{"a":null}}""",
        """{"decision":"allow","metadata":{"a":1}}""",
        """{"decision":"allow","metadata":{"A":"x"}}""",
        """{"decision":"allow","metadata":{"_marker_signature":"x"}}""",
        """{"decision":"allow","metadata":{"pipeline":"x"}}""",
        """{"decision":"allow","metadata":{"":"x"}}""",
        """{"decision":"allow","metadata":{"a":{"b":{"c":{"d":{"e":"f"}}}}}}""",
        """{"decision":"block","retry_after_seconds":0}""",
        """{"decision":"block","retry_after_seconds":86401}""",
        """{"decision":"block","retry_after_seconds":1.5}""",
        """{"decision":"allow","unread":-1}""",
        """{"decision":"redact","unit":"bytes","edits":[{"item":0,"start":0,"length":1,"replacement":""}]}""",
        """{"decision":"redact","unit":"utf16","edits":[null]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":-1,"length":1,"replacement":""}]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":0,"replacement":""}]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":1}]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":1,"replacement":null}]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":1,"replacement":"","why":"x"}]}""",
        """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":99999999999,"replacement":""}]}""",
        $$"""{"decision":"block","reason":"{{new string('r', 201)}}"}""",
        $$"""{"decision":"block","metadata":{"{{new string('k', 65)}}":""} }""",
        $$"""{"decision":"block","metadata":{"k":"{{new string('v', 257)}}"} }""",
        $$$"""{"decision":"block","metadata":{{{{Pairs(17)}}}}}""",
        $$"""{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":0,"length":1,"replacement":"{{new string('x', 257)}}"}]}""",
    ];

    /// <summary>What a schema can't say.</summary>
    public static TheoryData<string> Misfit() =>
    [
        """{"decision":"allow","decision":"block"}""",
        """{"decision":"block","metadata":{"a":"1","a":"2"}}""",
        """{"decision":"allow"} x""",
        """{"decision":"allow"}{"decision":"allow"}""",
        """{"decision":"allow",}""",
        """{"decision":"allow"/**/}""",
        """{"decision":"\ud800"}""",
        """{"decision":"allow","reason":"\ud800"}""",
        """{"decision":"allow","unread":3}""",
        """{"decision":"redact","edits":[{"item":0,"start":0,"length":1,"replacement":""}]}""",
        Redact("utf16", "0,0,14"),
        Redact("utf16", "0,13,1"),
        Redact("utf16", "0,2147483647,2147483647"),
        Redact("utf16", "1,0,1"),
        Redact("utf16", "0,0,3", "0,2,3"),
        Redact("utf16", "3,2,1"),
        Redact("utf16", "3,0,2"),
        Redact("code_points", "3,5,1"),
        Redact("code_points", "3,0,6"),
        Redact("code_points", "3,0,3", "3,1,1"),
        $$"""{"decision":"redact","unit":"utf16","edits":[{{string.Join(',', Enumerable.Range(0, 1001).Select(_ => """{"item":0,"start":0,"length":1,"replacement":""}"""))}}]}""",
        "", "{", "\u0000", "<html>", "[[[[[[[[[[[[",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void Read_Good_IsTaken(string json)
    {
        Assert.True(Schemas.IsResponse(json));
        Assert.True(Enum.IsDefined(Read(json).Result.Decision));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Read_Bad_IsRefusedAsTheSchemaRefusesIt(string json)
    {
        Assert.False(Schemas.IsResponse(json));
        Refuse(json);
    }

    [Theory]
    [MemberData(nameof(Misfit))]
    public void Read_Misfit_IsRefused(string json) => Refuse(json);

    [Fact]
    public void Read_Octets_ThatAreNoUtf8_AreRefused() =>
        Assert.Throws<EndpointException>(() => CheckAnswerReader.Read([.. """{"decision":"allow","reason":"a"""u8, 0xFF, .. "\"}"u8], Texts));

    [Fact]
    public void Read_AnyOctet_IsAnAnswerOrRefused()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good().Select(row => (string)row.Data).ElementAt(3));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            (at, octet) =>
            {
                byte[] changed = [.. good];
                changed[at] = octet;
                try
                {
                    AdmissionResult result = CheckAnswerReader.Read(changed, Texts);
                    Assert.All(result.Edits, edit => Assert.InRange(edit.Edit.End, 1, Texts[edit.Item].Length));
                }
                catch (EndpointException exception)
                {
                    Assert.Equal("its answer breaks the contract", exception.Message);
                }
            },
            iter: 3_000);
    }

    [Fact]
    public void Read_Edits_AreSorted_AndCountedInTheirUnit()
    {
        AdmissionResult utf16 = Read(Redact("utf16", "3,4,2", "3,0,1", "0,5,4"));
        Assert.Equal([(0, 5, 4), (3, 0, 1), (3, 4, 2)], utf16.Edits.Select(edit => (edit.Item, (int)edit.Edit.Start, edit.Edit.Length)));

        AdmissionResult codePoints = Read(Redact("code_points", "3,4,1", "3,1,1", "3,3,1"));
        Assert.Equal([(1, 2), (4, 2), (6, 1)], codePoints.Edits.Select(edit => ((int)edit.Edit.Start, edit.Edit.Length)));
    }

    [Fact]
    public void Read_Unread_IsNotSeen()
    {
        AdmissionResult result = Read("""{"decision":"allow","unread":1}""");
        Assert.Equal((1, 1), (result.Seen, result.Unread));
    }

    [Fact]
    public void Read_Text_IsCleanedOfWhatMayNotBeShown()
    {
        CheckResult result = Read("""{"decision":"block","reason":"a\u0007\u202eb\n\u200bc\ud83d\ude00","metadata":{"k":"\u001b[31m"}}""").Result;
        Assert.Equal("a\uFFFD\uFFFDb\uFFFD\uFFFDc\U0001F600", result.Reason);
        Assert.Equal("\uFFFD[31m", result.Metadata["k"]);
    }

    private static AdmissionResult Read(string json) => CheckAnswerReader.Read(Encoding.UTF8.GetBytes(json), Texts);

    private static void Refuse(string json)
    {
        var exception = Assert.Throws<EndpointException>(() => Read(json));
        Assert.Equal("its answer breaks the contract", exception.Message);
    }

    private static string Redact(string unit, params string[] edits)
    {
        IEnumerable<string> objects = edits.Select(edit => edit.Split(',')).Select(part =>
            $$"""{"item":{{part[0]}},"start":{{part[1]}},"length":{{part[2]}},"replacement":"x"}""");
        return $$"""{"decision":"redact","unit":"{{unit}}","edits":[{{string.Join(',', objects)}}]}""";
    }

    private static string Pairs(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"\""));
}
