using System.Text.Json;
using Signet.EndToEndTests.Clients;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.CommandLines;

/// <summary>The SARIF that is written, against OASIS's schema of SARIF 2.1.0 as <c>@microsoft/jest-sarif</c> ships it.</summary>
public sealed class SarifSchemaTests
{
    private const string Validator = """
        import { createRequire } from 'node:module';
        import { readFileSync } from 'node:fs';
        const require = createRequire(process.cwd() + '/');
        const Ajv = require('ajv');
        const ajv = new Ajv({ schemaId: 'id', meta: false, unknownFormats: 'ignore', allErrors: true });
        ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
        const validate = ajv.compile(JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')));
        for (const file of FILES) {
          const log = JSON.parse(readFileSync(file, 'utf8'));
          console.log(validate(log) ? `valid ${log.runs[0].results.length > 0}` : JSON.stringify(validate.errors));
        }
        """;

    [Fact]
    public async Task Sarif_CleanBrokenAndUnverified_MeetTheSchema()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var data = directory.File("data");
        await using (var up = await SignetProcess.UpAsync(data, [], cancel))
        {
            Assert.Equal(0, await up.TerminateAsync(cancel));
        }

        var codes = new List<int> { await VerifyAsync(data, directory.File("clean")), await VerifyAsync(Path.Combine(data, "store"), directory.File("keyless")) };
        var last = Directory.EnumerateFiles(Path.Combine(data, "store"), "*.ndjson", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.SetUnixFileMode(last, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(last, "x", cancel);
        codes.Add(await VerifyAsync(data, directory.File("broken")));
        await File.WriteAllTextAsync(directory.File("wrong"), """{"version":"2.1.0","runs":[{"results":[{}]}]}""", cancel);
        Assert.Equal([0, 2, 1], codes);

        var files = JsonSerializer.Serialize(new[] { "clean", "keyless", "broken", "wrong" }.Select(name => directory.File(name)));
        var lines = (await NodeClients.RunProgramAsync(Validator.Replace("FILES", files, StringComparison.Ordinal), cancel)).TrimEnd('\n').Split('\n');
        Assert.Equal(["valid false", "valid false", "valid true"], lines[..3]);
        Assert.StartsWith("[{", lines[3], StringComparison.Ordinal);

        async Task<int> VerifyAsync(string path, string sarif) =>
            (await SignetExecutable.RunAsync(["audit", "verify", path, "--sarif", sarif], null, cancel)).ExitCode;
    }
}
