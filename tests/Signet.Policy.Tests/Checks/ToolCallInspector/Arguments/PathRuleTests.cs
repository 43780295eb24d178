using System.Text.Json;
using CsCheck;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.ToolCallInspector.Arguments;

public sealed class PathRuleTests
{
    private const string Roots = """
        "paths":[{"at":"/path","roots":["/srv/docs","/tmp/"],"deny":["**/.git/**","**/*.key"]}]
        """;

    private const string Windows = """
        "paths":[{"at":"/path","roots":["C:\\data","/srv/Docs","//nas/team"],"deny":["**/secret.txt","//nas/team/private/**"],"case":"insensitive"}]
        """;

    [Theory]
    [InlineData("/srv/docs/a.txt")]
    [InlineData("/srv/docs")]
    [InlineData("/srv/docs/")]
    [InlineData("/srv//docs/./a/../b")]
    [InlineData("\\srv\\docs\\a")]
    [InlineData("/tmp/x")]
    [InlineData("/srv/docs/100%.txt")]
    [InlineData("/srv/docs/with%20space")]
    [InlineData("/srv/docs/größe")]
    [InlineData("/srv/docs/..hidden")]
    [InlineData("/srv/docs/12:30.log")]
    [InlineData("/srv/docs/.gitignore")]
    [InlineData("/srv/docs/１００％.txt")]
    [InlineData("/srv/docs/％41")]
    [InlineData("/srv/docs/%252541")]
    [InlineData("/srv/docs/Ⅳ％20%ef%bc%a1")]
    [InlineData("/srv/docs/نامه\u200cها.txt")]
    public async Task Judge_PathWithinARoot_IsAllowed(string path) => Assert.Equal(Decision.Allow, await JudgeAsync(Roots, path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("/srv/docs2/a")]
    [InlineData("/srv/Docs/a")]
    [InlineData("/srv/docs/../../etc/passwd")]
    [InlineData("/srv/docs/..\\..\\etc/passwd")]
    [InlineData("/srv/docs/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/srv/docs/%252e%252e/%252e%252e/etc/passwd")]
    [InlineData("/srv/docs/%25252525252e%25252525252e/x")]
    [InlineData("/srv/docs/..%2f..%2fetc/passwd")]
    [InlineData("/srv/docs/..%5c..%5cetc")]
    [InlineData("/srv/docs/%u002e%u002e/%u002e./etc")]
    [InlineData("/srv/docs/%c0%ae%c0%ae/x")]
    [InlineData("/srv/docs/．．/．．/etc/passwd")]
    [InlineData("/srv/docs/‥/‥/etc/passwd")]
    [InlineData("/srv/docs／..／..／etc")]
    [InlineData("/srv/docs/％2e％2e/％2e％2e/etc")]
    [InlineData("/srv/docs/％２ｅ％２ｅ/％２ｅ％２ｅ/etc")]
    [InlineData("/srv/docs/％252e％252e/％252e％252e/etc")]
    [InlineData("/srv/docs/%ef%bc%852e%ef%bc%852e/%ef%bc%852e%ef%bc%852e/etc")]
    [InlineData("/srv/docs/..％5c..％5cetc")]
    [InlineData("/srv/docs/..﹨..﹨etc")]
    [InlineData("/srv/docs/.\u200b./.\u200b./etc")]
    [InlineData("/srv/docs/%2e%e2%80%8b%2e/.\u00ad./etc")]
    [InlineData("/srv/docs/.g\u200cit/config")]
    [InlineData("/srv/docs/%25252541")]
    [InlineData("\u200b")]
    [InlineData("/srv/docs/a\0.txt")]
    [InlineData("/srv/docs/a%00.txt")]
    [InlineData("/srv/docs/a\nb")]
    [InlineData("/../srv/docs/a")]
    [InlineData("/srv/docs/.../a")]
    [InlineData("/srv/docs/.. /a")]
    [InlineData("docs/a")]
    [InlineData("./a")]
    [InlineData("~/a")]
    [InlineData("~root/a")]
    [InlineData("file:///srv/docs/a")]
    [InlineData("C:\\srv\\docs\\a")]
    [InlineData("C:/srv/docs/a")]
    [InlineData("//server/srv/docs")]
    [InlineData("\\\\?\\C:\\srv")]
    [InlineData("/srv/docs/.git/config")]
    [InlineData("/srv/docs/.git")]
    [InlineData("/srv/docs/%2egit/config")]
    [InlineData("/srv/docs/a/b/server.key")]
    [InlineData("/tmp")]
    public async Task Judge_PathThatLeadsElsewhere_IsBlocked(string path)
    {
        Decision expected = path == "/tmp" ? Decision.Allow : Decision.Block;
        Assert.Equal(expected, await JudgeAsync(Roots, path));
    }

    [Theory]
    [InlineData("C:\\data\\a", Decision.Allow)]
    [InlineData("c:/DATA/a", Decision.Allow)]
    [InlineData("/SRV/docs/a", Decision.Allow)]
    [InlineData("C:\\data\\SECRET.TXT", Decision.Block)]
    [InlineData("C:\\data\\secret.txt.", Decision.Block)]
    [InlineData("C:\\data\\secret.txt ", Decision.Block)]
    [InlineData("C:\\data\\secret.txt::$DATA", Decision.Block)]
    [InlineData("C:data\\a", Decision.Block)]
    [InlineData("C:\\..\\data\\a", Decision.Block)]
    [InlineData("D:\\data\\a", Decision.Block)]
    [InlineData("\\srv\\docs\\a", Decision.Allow)]
    [InlineData("\\\\srv\\docs\\a", Decision.Block)]
    [InlineData("//srv/docs/a", Decision.Block)]
    [InlineData("\\\\nas\\team\\a", Decision.Allow)]
    [InlineData("//NAS/team/./b/../a", Decision.Allow)]
    [InlineData("/nas/team/a", Decision.Block)]
    [InlineData("\\\\nas\\team\\..\\..\\nas\\team\\a", Decision.Block)]
    [InlineData("\\\\nas\\other\\a", Decision.Block)]
    [InlineData("\\\\nas\\team\\private\\a", Decision.Block)]
    [InlineData("\\\\?\\nas\\team\\a", Decision.Block)]
    [InlineData("\\\\.\\nas\\team\\a", Decision.Block)]
    [InlineData("\\\\nas", Decision.Block)]
    [InlineData("C:\\data\\SECRET~1.TXT", Decision.Block)]
    [InlineData("C:\\data\\GIT~12", Decision.Block)]
    [InlineData("C:\\data\\backup~", Decision.Allow)]
    [InlineData("C:\\data\\a long name~1.txt", Decision.Allow)]
    [InlineData("C:\\data\\NUL", Decision.Block)]
    [InlineData("C:\\data\\com1.txt", Decision.Block)]
    [InlineData("C:\\data\\com¹", Decision.Block)]
    [InlineData("C:\\data\\aux .txt", Decision.Block)]
    [InlineData("C:\\data\\null", Decision.Allow)]
    public async Task Judge_InsensitiveFileSystem_MindsItsHabits(string path, Decision expected) =>
        Assert.Equal(expected, await JudgeAsync(Windows, path));

    [Theory]
    [InlineData("a/b.md", Decision.Allow)]
    [InlineData("/data/b.md", Decision.Allow)]
    [InlineData("a/b.txt", Decision.Block)]
    [InlineData("../b.md", Decision.Block)]
    [InlineData("a/../../b.md", Decision.Block)]
    [InlineData("~/b.md", Decision.Block)]
    [InlineData("file:b.md", Decision.Block)]
    [InlineData("https://example.com/b.md", Decision.Block)]
    public async Task Judge_RelativePath_BeginsWhereThePolicySays(string path, Decision expected) => Assert.Equal(
        expected, await JudgeAsync("""
            "paths":[{"at":"/path","relative_to":"/data","roots":["/data"],"allow":["**/*.md"]}]
            """, path));

    [Theory]
    [InlineData("/a/*.txt", "/a/b.txt", Decision.Allow)]
    [InlineData("/a/*.txt", "/a/b/c.txt", Decision.Block)]
    [InlineData("/a/**", "/a", Decision.Allow)]
    [InlineData("/a/**", "/a/b/c", Decision.Allow)]
    [InlineData("/a/**", "/ab", Decision.Block)]
    [InlineData("/a/**/z", "/a/z", Decision.Allow)]
    [InlineData("/a/**/z", "/a/b/c/z", Decision.Allow)]
    [InlineData("/a/**/z", "/a/bz", Decision.Block)]
    [InlineData("**/z", "/z", Decision.Allow)]
    [InlineData("**/z", "/a/z", Decision.Allow)]
    [InlineData("**/z", "/az", Decision.Block)]
    [InlineData("/a?c", "/abc", Decision.Allow)]
    [InlineData("/a?c", "/a/c", Decision.Block)]
    [InlineData("/a.c", "/abc", Decision.Block)]
    public async Task Judge_Pattern_MatchesWholePaths(string pattern, string path, Decision expected) => Assert.Equal(
        expected, await JudgeAsync($$$"""
            "paths":[{"at":"/path","allow":["{{{pattern}}}"]}]
            """, path));

    [Fact]
    public async Task Judge_EveryItemOfAList_IsLookedAt()
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "paths":[{"at":"/files/*/path","roots":["/srv"]}]
            """);
        Assert.Equal(Decision.Allow, (await Inspector.JudgeAsync(pipeline, """{"files":[{"path":"/srv/a"},{"path":"/srv/b"}]}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"files":[{"path":"/srv/a"},{"path":"/etc/b"}]}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"files":[{"path":"/srv/a"},{}]}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"files":{"*":{"path":"/srv/a"}}}""")).Decision);
        Assert.Equal(Decision.Block, (await Inspector.JudgeAsync(pipeline, """{"files":[{"path":["/srv/a"]}]}""")).Decision);
    }

    [Theory]
    [InlineData("/files/*/path", "{}", Decision.Allow)]
    [InlineData("/files/*/path", """{"files":null}""", Decision.Allow)]
    [InlineData("/files/*/path", """{"files":[]}""", Decision.Allow)]
    [InlineData("/files/*/path", """{"files":[{}]}""", Decision.Allow)]
    [InlineData("/files/*/path", """{"files":[{"path":"/srv/docs/a"},{},{"path":null}]}""", Decision.Allow)]
    [InlineData("/files/*/path", """{"files":[{"path":"/etc/passwd"},{}]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":[{},{"path":"/etc/passwd"}]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":[{"path":null},{"path":"/etc/passwd"}]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":[{},{"Path":"/etc/passwd"}]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":[null]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":["/etc/passwd"]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":[["/etc/passwd"]]}""", Decision.Block)]
    [InlineData("/files/*/path", """{"files":{"path":"/etc/passwd"}}""", Decision.Block)]
    [InlineData("/files/*/path", "[]", Decision.Block)]
    [InlineData("/paths/*", """{"paths":["/srv/docs/a"]}""", Decision.Allow)]
    [InlineData("/paths/*", """{"paths":["/etc/passwd",null]}""", Decision.Block)]
    [InlineData("/paths/*", """{"paths":["/srv/docs/a",null]}""", Decision.Block)]
    [InlineData("/paths/*", """{"paths":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/paths/*", """{"paths":{"a":"/etc/passwd"}}""", Decision.Block)]
    [InlineData("/paths/*", """{"paths":{"*":"/etc/passwd"}}""", Decision.Block)]
    [InlineData("/paths/*", """{"paths":false}""", Decision.Block)]
    [InlineData("/paths/0", """{"paths":[]}""", Decision.Allow)]
    [InlineData("/paths/0", """{"paths":["/etc/passwd"]}""", Decision.Block)]
    [InlineData("/paths/0", """{"paths":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/paths/0", """{"paths":{"0":"/etc/passwd"}}""", Decision.Block)]
    [InlineData("/a/b", """{"a":["/etc/passwd"]}""", Decision.Block)]
    [InlineData("/a/b", """{"a":{}}""", Decision.Allow)]
    [InlineData("/a/b", "7", Decision.Block)]
    [InlineData("/a/b", "null", Decision.Allow)]
    public async Task Judge_OptionalPlace_IsJudgedWhereItIs(string at, string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool($$$"""
            "paths":[{"at":"{{{at}}}","roots":["/srv/docs"],"optional":true}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Theory]
    [InlineData("{}", "isn't there")]
    [InlineData("""{"paths":["/srv/docs/a",null]}""", "is of another type")]
    [InlineData("""{"paths":"/srv/docs/a"}""", "is of another type")]
    public async Task Judge_PlaceThatCantBeJudged_SaysWhy(string arguments, string what)
    {
        PolicyPipeline pipeline = Inspector.WithTool("""
            "paths":[{"at":"/paths/*","roots":["/srv/docs"]}]
            """);
        Assert.Equal($"the tool's arguments: /paths/* {what}", (await Inspector.JudgeAsync(pipeline, arguments)).Reason);
    }

    [Theory]
    [InlineData("/a~1b", """{"a/b":"/srv/docs/x"}""", Decision.Allow)]
    [InlineData("/a~1b", """{"a/b":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/a~1b", """{"a\u002fb":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/a~1b", """{"a/B":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/a~0b", """{"a~b":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/~01", """{"~1":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/~01", """{"/":"/etc/passwd"}""", Decision.Allow)]
    [InlineData("/", """{"":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/paths", """{"\u0070aths":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/paths", """{"path\u017f":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/task", """{"tas\u212a":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/file", """{"f\u0131le":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/file", """{"F\u0130LE":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/gr\u00f6\u00dfe", """{"GR\u00d6\u1e9eE":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/\u03c3", """{"\u03c2":"/etc/passwd"}""", Decision.Block)]
    [InlineData("/file", """{"other":"/etc/passwd"}""", Decision.Allow)]
    public async Task Judge_PlaceByAnotherSpelling_IsFoundOrRefused(string at, string arguments, Decision expected)
    {
        PolicyPipeline pipeline = Inspector.WithTool($$$"""
            "paths":[{"at":"{{{at}}}","roots":["/srv/docs"],"optional":true}]
            """);
        Assert.Equal(expected, (await Inspector.JudgeAsync(pipeline, arguments)).Decision);
    }

    [Fact]
    public async Task Judge_AnyMixtureOfSeparatorsDotsAndEncodings_NeverLeavesTheRoot()
    {
        // Whatever is allowed, resolved by the most generous reader, lies below the root.
        PolicyPipeline pipeline = Inspector.WithTool("""
            "paths":[{"at":"/path","roots":["/srv/docs"]}]
            """);
        string[] pieces = ["/", "\\", "..", ".", "a", "%2e", "%2f", "%5c", "%252e", "．", "／", "srv", "docs", "~", "C:", " ", "//"];
        List<string> paths = [];
        Gen.Int[0, pieces.Length - 1].List[1, 8].Select(picks => "/srv/docs/" + string.Concat(picks.Select(pick => pieces[pick])))
            .Sample(path =>
            {
                lock (paths)
                {
                    paths.Add(path);
                }
            }, iter: 2000);
        foreach (string path in paths)
        {
            string arguments = JsonSerializer.Serialize(new { path });
            if ((await Inspector.JudgeAsync(pipeline, arguments)).Decision == Decision.Allow)
            {
                string generous = Uri.UnescapeDataString(Uri.UnescapeDataString(path)).Normalize(System.Text.NormalizationForm.FormKC);
                string resolved = Path.GetFullPath(generous.Replace('\\', '/'));
                Assert.True(resolved == "/srv/docs" || resolved.StartsWith("/srv/docs/", StringComparison.Ordinal), path);
            }
        }
    }

    [Fact]
    public async Task Judge_ForbiddenPathInAnySpelling_IsRefused()
    {
        // Layer upon layer of what readers undo, each laid over some of the characters of what came before.
        PolicyPipeline pipeline = Inspector.WithTool("""
            "paths":[{"at":"/path","roots":["/srv/docs"],"deny":["**/.git/**"]}]
            """);
        string[] forbidden = ["/etc/passwd", "/srv/docs/../../etc/passwd", "/srv/docs/.git/config", "/srv/docs2"];
        Func<char, string>[] spellings =
        [
            c => c.ToString(),
            c => $"%{(int)c:x2}",
            c => $"%{(int)c:X2}",
            c => $"%u{(int)c:x4}",
            c => c == '/' ? "\\" : c.ToString(),
            c => c is > ' ' and < '\x7f' ? ((char)(c + 0xFEE0)).ToString() : c.ToString(),
            c => c == '.' ? "\u2024" : c.ToString(),
            c => c + "\u200b",
            c => "\u00ad" + c,
        ];
        Gen<List<int>> layer = Gen.Int[0, spellings.Length - 1].List[3, 7];
        List<string> paths = [];
        Gen.Select(Gen.Int[0, forbidden.Length - 1], layer.List[1, 4]).Select((which, layers) =>
            layers.Aggregate(forbidden[which], (text, picks) => string.Concat(text.Select(
                (c, at) => char.IsAscii(c) ? spellings[picks[at % picks.Count]](c) : Uri.EscapeDataString(c.ToString())))))
            .Sample(path =>
            {
                lock (paths)
                {
                    paths.Add(path);
                }
            }, iter: 2000);
        foreach (string path in paths)
        {
            string arguments = JsonSerializer.Serialize(new { path });
            Assert.True(Decision.Block == (await Inspector.JudgeAsync(pipeline, arguments)).Decision, path);
        }
    }

    private static async Task<Decision> JudgeAsync(string members, string path) =>
        (await Inspector.JudgeAsync(Inspector.WithTool(members), JsonSerializer.Serialize(new { path }))).Decision;
}
