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
        "paths":[{"at":"/path","roots":["C:\\data","/srv/Docs"],"deny":["**/secret.txt"],"case":"insensitive"}]
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

    private static async Task<Decision> JudgeAsync(string members, string path) =>
        (await Inspector.JudgeAsync(Inspector.WithTool(members), JsonSerializer.Serialize(new { path }))).Decision;
}
