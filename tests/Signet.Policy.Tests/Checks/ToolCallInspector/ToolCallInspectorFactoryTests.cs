using System.Text;
using Signet.Policy.Documents;

namespace Signet.Policy.Tests.Checks.ToolCallInspector;

public sealed class ToolCallInspectorFactoryTests
{
    [Theory]
    [InlineData("""{"tools":{"t":{}}}""", "/tools/t/tier")]
    [InlineData("""{"tools":{"t":{"tier":"low","arguments":{"typ":"object"}}}}""", "/tools/t/arguments")]
    [InlineData("""{"tools":{"t":{"tier":"low","arguments":true}}}""", "/tools/t/arguments")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"roots":["/a"]}]}}}""", "/tools/t/paths/0/at")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"a","roots":["/a"]}]}}}""", "/tools/t/paths/0/at")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a~2","roots":["/a"]}]}}}""", "/tools/t/paths/0/at")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a"}]}}}""", "/tools/t/paths/0")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a","roots":["a"]}]}}}""", "/tools/t/paths/0/roots")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a","roots":["/.."]}]}}}""", "/tools/t/paths/0/roots")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a","allow":["*.txt"]}]}}}""", "/tools/t/paths/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a","deny":["/a**"]}]}}}""", "/tools/t/paths/0/deny")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a"}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["a.*"]}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["https://a"]}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["bücher.de"]}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["10.0.0.1/8"]}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["a"],"schemes":["HTTPS"]}]}}}""", "/tools/t/hosts/0/schemes")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["a"],"ports":[0]}]}}}""", "/tools/t/hosts/0/ports")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["a"],"form":"host","schemes":["a"]}]}}}""", "/tools/t/hosts/0/schemes")]
    [InlineData("""{"tools":{"t":{"tier":"low","amounts":[{"at":"/a"}]}}}""", "/tools/t/amounts/0/max")]
    [InlineData("""{"tools":{"t":{"tier":"low","amounts":[{"at":"/a","max":"1,5"}]}}}""", "/tools/t/amounts/0/max")]
    [InlineData("""{"tools":{"t":{"tier":"low","amounts":[{"at":"/a","max":1,"currencies":["EUR"]}]}}}""", "/tools/t/amounts/0/currency_at")]
    [InlineData("""{"tools":{"t":{"tier":"low","amounts":[{"at":"/a","max":1,"currency_at":"/c"}]}}}""", "/tools/t/amounts/0/currencies")]
    [InlineData("""{"tools":{"t":{"tier":"low","on_violation":"allow"}}}""", "/tools/t/on_violation")]
    [InlineData("""{"tools":{"t":{"tier":"low","max_calls":0}}}""", "/tools/t/max_calls")]
    [InlineData("""{"approvers":["agent:a"]}""", "/approvers")]
    [InlineData("""{"approvers":["policy:a@1"]}""", "/approvers")]
    [InlineData("""{"approvers":["ann"]}""", "/approvers")]
    [InlineData("""{"approvers":["human:"]}""", "/approvers")]
    [InlineData("""{"approvers":["human:ann","human:Ann"]}""", "/approvers")]
    [InlineData("""{"approvers":["human:*"],"quorum":2}""", "/quorum")]
    [InlineData("""{"approvers":["human:a"],"expires_after":59}""", "/expires_after")]
    [InlineData("""{"approvers":["human:a"],"expires_after":604801}""", "/expires_after")]
    [InlineData("""{"approvers":[]}""", "/approvers")]
    [InlineData("""{"quorum":1}""", "/quorum")]
    [InlineData("""{"grants":[{"tools":["*"]}]}""", "/grants/0/owners")]
    [InlineData("""{"grants":[{"owners":["*"],"tools":["*"]}]}""", "/grants/0/owners")]
    [InlineData("""{"grants":[{"owners":["agent:"],"tools":["*"]}]}""", "/grants/0/owners")]
    [InlineData("""{"grants":[{"owners":["agent:*-a"],"tools":["*"]}]}""", "/grants/0/owners")]
    [InlineData("""{"grants":[{"owners":["agent:*"],"tools":[]}]}""", "/grants/0/tools")]
    [InlineData("""{"grants":[{"owners":["agent:*"],"tools":["missing"]}]}""", "/grants/0/tools")]
    [InlineData("""{"definitions":"all"}""", "/definitions")]
    public void Create_WhatIsWrong_IsNamedByItsPlace(string options, string path) =>
        Assert.Equal("/checks/0" + path, Inspector.ErrorsOf(options)[0].Path);

    [Theory]
    [InlineData("""{"tools":{"t":{"tier":"high","irreversible":true}}}""", "/tools/t/approvers")]
    [InlineData("""{"tools":{"t":{"tier":"low","arguments":{},"on_violation":"escalate"}}}""", "/tools/t/approvers")]
    [InlineData("""{"tools":{"t":{"tier":"low","amounts":[{"at":"/a","max":2,"escalate_above":1}]}}}""", "/tools/t/approvers")]
    [InlineData("""{"allow_unregistered":true}""", "/allow_unregistered")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["*"]}]}}}""", "/tools/t/hosts/0/allow")]
    [InlineData("""{"tools":{"t":{"tier":"low","hosts":[{"at":"/a","allow":["a"],"schemes":["http"]}]}}}""", "/tools/t/hosts/0/schemes")]
    [InlineData("""{"tools":{"t":{"tier":"low","paths":[{"at":"/a","deny":["/b"]}]}}}""", "/tools/t/paths/0/deny")]
    [InlineData("""{"tools":{"t":{"tier":"critical","irreversible":true}}}""", null)]
    [InlineData("""{"approvers":["human:a"],"tools":{"t":{"tier":"high","irreversible":true}}}""", null)]
    public void Create_WhatIsWeak_IsWarnedOf(string options, string? path)
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"version":1,"checks":[{"check":"owner_resolution"},{"check":"tool_call_inspector",""" + options[1..] + "]}");
        Assert.True(PolicyDocument.TryParse(json, out PolicyDocument? document, out _));
        Assert.Equal(path is null ? [] : ["/checks/1" + path], document.Warnings.Select(warning => warning.Path));
    }

    [Fact]
    public void Create_SchemaErrors_NameThePlaceInTheSchema()
    {
        IReadOnlyList<PolicyError> errors = Inspector.ErrorsOf(
            """{"tools":{"t":{"tier":"low","arguments":{"properties":{"a":{"nullable":true}}}}}}""");
        Assert.Equal("at /properties/a/nullable is not a keyword that is understood", Assert.Single(errors).Message);
    }
}
