using System.Text.Json.Nodes;
using Signet.Testing;

namespace Signet.Docs.Tests.Reference;

public sealed class PolicyReferenceTests
{
    /// <summary>SIGNET_WRITE_DOCS=1 writes the page anew.</summary>
    [Fact]
    public async Task Page_IsWhatTheSchemaSays()
    {
        var page = Repository.PathOf("docs", "policy-reference.md");
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("docs", "policy.schema.json"), TestContext.Current.CancellationToken))!.AsObject();
        var written = PolicyReferencePage.Write(schema);
        if (Environment.GetEnvironmentVariable("SIGNET_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(page, written, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), written);
    }

    [Fact]
    public void Page_OptionWithoutADescription_IsNotWritten() => Assert.Throws<InvalidOperationException>(() => PolicyReferencePage.Write(JsonNode.Parse(
        """{"properties":{"version":{"type":"integer"}},"$defs":{"a":{"description":"A.","properties":{}}}}""")!.AsObject()));
}
