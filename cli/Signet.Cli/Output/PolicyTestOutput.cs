using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Signet.Cli.Policies;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What became of tests of a policy: for people, for programs, and as JUnit's XML, which build systems read.</summary>
internal static class PolicyTestOutput
{
    public static string Text(IReadOnlyList<PolicyTestResult> results) => string.Join(
        '\n',
        results.Select(result => SafeText.Of(result.Fault is null ? $"ok    {result.Name}" : $"FAIL  {result.Name}: {result.Fault}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"{results.Count - Failed(results)} of {results.Count} cases are as expected")));

    public static string Json(PolicyLint policy, IReadOnlyList<PolicyTestResult> results) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-policy-test/1",
        ["policy_sha256"] = policy.Sha256,
        ["passed"] = results.Count - Failed(results),
        ["failed"] = Failed(results),
        ["cases"] = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["name"] = result.Name,
            ["passed"] = result.Fault is null,
            ["fault"] = result.Fault,
            ["decision"] = result.Decision,
            ["check"] = result.Check,
            ["reason"] = result.Reason,
        })]),
    });

    public static string JUnit(IReadOnlyList<PolicyTestResult> results)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "signet policy test");
            xml.WriteAttributeString("tests", results.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", Failed(results).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Took)));
            foreach (var result in results)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", "policy");
                xml.WriteAttributeString("name", SafeText.Of(result.Name));
                xml.WriteAttributeString("time", Seconds(result.Took));
                if (result.Fault is { } fault)
                {
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", SafeText.Of(fault));
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static int Failed(IReadOnlyList<PolicyTestResult> results) => results.Count(result => result.Fault is not null);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);
}
