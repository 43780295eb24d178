using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Signet.Testing.Authorities;

/// <summary>
/// An RFC 3161 authority that shares no code with signet: <c>openssl ts -reply</c> behind HTTP, with a root and a signer that openssl made.
/// </summary>
public sealed class OpenSslTsa : IAsyncDisposable
{
    private const string Configuration = """
        [ req ]
        distinguished_name = name
        prompt = no
        [ name ]
        CN = test authority
        [ root ]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign, cRLSign
        subjectKeyIdentifier = hash
        [ signer ]
        basicConstraints = critical, CA:FALSE
        keyUsage = critical, digitalSignature
        extendedKeyUsage = critical, timeStamping
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        [ tsa ]
        default_tsa = authority
        [ authority ]
        serial = ./serial
        crypto_device = builtin
        signer_cert = ./signer.pem
        certs = ./root.pem
        signer_key = ./signer.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256, sha384, sha512
        accuracy = secs:1
        ordering = no
        tsa_name = no
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """;

    private readonly string _directory;
    private readonly SemaphoreSlim _one = new(1, 1);
    private WebApplication? _app;
    private int _granted;

    private OpenSslTsa(string directory) => _directory = directory;

    /// <summary>Where it answers.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>The PEM file of its root.</summary>
    public string Roots => Path.Combine(_directory, "root.pem");

    /// <summary>How many queries were answered.</summary>
    public int Granted => Volatile.Read(ref _granted);

    /// <summary>Starts one that keeps its files in <paramref name="directory"/> and listens on <paramref name="address"/>, or on loopback.</summary>
    public static async Task<OpenSslTsa> StartAsync(string directory, CancellationToken cancellationToken, IPAddress? address = null)
    {
        var tsa = new OpenSslTsa(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "openssl.cnf"), Configuration, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "serial"), "01", cancellationToken);
        await tsa.RunAsync(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "30",
                "-subj", "/CN=test root", "-config", "openssl.cnf", "-extensions", "root"],
            cancellationToken);
        await tsa.RunAsync(
            ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=test authority",
                "-config", "openssl.cnf"],
            cancellationToken);
        await tsa.RunAsync(
            ["x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2", "-days", "30",
                "-out", "signer.pem", "-extfile", "openssl.cnf", "-extensions", "signer"],
            cancellationToken);
        await tsa.ServeAsync(address ?? IPAddress.Loopback, cancellationToken);
        return tsa;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _one.Dispose();
    }

    private async Task ServeAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add($"http://{address}:0");
        _app.MapPost("/tsr", async (HttpContext context) =>
        {
            Assert.Equal("application/timestamp-query", context.Request.ContentType);
            using var query = new MemoryStream();
            await context.Request.Body.CopyToAsync(query, context.RequestAborted);
            return Results.Bytes(await ReplyAsync(query.ToArray(), context.RequestAborted), "application/timestamp-reply");
        });
        await _app.StartAsync(cancellationToken);
        Url = new Uri(new Uri(_app.Urls.First()), "/tsr");
    }

    private async Task<byte[]> ReplyAsync(byte[] query, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(_directory, "query.tsq"), query, cancellationToken);
            await RunAsync(
                ["ts", "-reply", "-config", "openssl.cnf", "-section", "authority", "-queryfile", "query.tsq", "-out", "reply.tsr"],
                cancellationToken);
            Interlocked.Increment(ref _granted);
            return await File.ReadAllBytesAsync(Path.Combine(_directory, "reply.tsr"), cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, await error);
    }
}
