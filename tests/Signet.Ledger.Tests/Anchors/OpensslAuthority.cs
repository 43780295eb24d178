using System.Diagnostics;

namespace Signet.Ledger.Tests.Anchors;

/// <summary>A time-stamping authority made of the openssl command alone: its keys, its certificates, its answers.</summary>
internal sealed class OpensslAuthority : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("signet-ts-").FullName;

    public static bool IsThere { get; } = Probe();

    public string PathOf(string name) => Path.Combine(_directory, name);

    public byte[] this[string name] => File.ReadAllBytes(PathOf(name));

    public void Create(string keyKind, string configuration)
    {
        File.WriteAllText(PathOf("ts.cnf"), configuration);
        File.WriteAllText(PathOf("serial"), "01\n");
        string newKey = keyKind == "rsa" ? "-newkey rsa:2048" : "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
        Run($"req -x509 {newKey} -nodes -keyout root.key -out root.pem -days 3650 -subj /CN=root -config ts.cnf -extensions root");
        Run($"req {newKey} -nodes -keyout tsa.key -out tsa.csr -subj /CN=tsa -config ts.cnf");
        Run("x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -out tsa.pem -days 3650 -extfile ts.cnf -extensions tsa");
    }

    public byte[] Reply(ReadOnlySpan<byte> query)
    {
        File.WriteAllBytes(PathOf("query.tsq"), query);
        Run("ts -reply -config ts.cnf -section authority -queryfile query.tsq -signer tsa.pem -inkey tsa.key -out reply.tsr");
        return this["reply.tsr"];
    }

    /// <summary>Runs openssl in the directory and answers what it wrote; a failure is an exception that holds what it said.</summary>
    public string Run(string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"openssl {arguments}: {output}{errors.GetAwaiter().GetResult()}");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static bool Probe()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("openssl", "version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
