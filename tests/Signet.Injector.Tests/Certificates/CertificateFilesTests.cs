using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signet.Hosting.Telemetry;
using Signet.Injector.Certificates;
using Signet.Testing.Storage;

namespace Signet.Injector.Tests.Certificates;

/// <summary>A certificate that somebody else keeps in files: what belongs together is served, and nothing else takes its place.</summary>
public sealed class CertificateFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-05-06T07:08:09Z", null);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CertificateSettings _settings;
    private readonly ServingCertificate _serving;
    private readonly CertificateFiles _files;

    public CertificateFilesTests()
    {
        _settings = new() { Folder = _directory.Path, Namespace = "signet", Service = "signet-injector" };
        _serving = new ServingCertificate(new SignetMetrics(_services.GetRequiredService<IMeterFactory>()));
        _files = new CertificateFiles(_settings, _serving, _time, NullLogger<CertificateFiles>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Dispose();
        _services.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Look_CertificateWithItsAuthority_IsServed()
    {
        var pair = CertificatePair.Make(_settings, Now);
        Write(pair.Certificate + "\n" + pair.Authority, pair.Key);
        _files.Look();
        Assert.True(_serving.Context!.TargetCertificate.HasPrivateKey);
        Assert.Equal(Now + _settings.Lifetime, _serving.NotAfter);
    }

    [Theory]
    [InlineData("no files")]
    [InlineData("no key")]
    [InlineData("nothing in it")]
    [InlineData("half a certificate")]
    [InlineData("half a key")]
    [InlineData("another's key")]
    [InlineData("a key of another kind")]
    [InlineData("no PEM")]
    public void Look_WhatCantBeServed_ChangesNothing(string what)
    {
        var first = CertificatePair.Make(_settings, Now);
        Write(first.Certificate, first.Key);
        _files.Look();
        var before = _serving.Context;

        var next = CertificatePair.Make(_settings, Now);
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var (certificate, key) = what switch
        {
            "no files" => ((string?)null, (string?)null),
            "no key" => (next.Certificate, null),
            "nothing in it" => ("", ""),
            "half a certificate" => (next.Certificate[..(next.Certificate.Length / 2)], next.Key),
            "half a key" => (next.Certificate, next.Key[..(next.Key.Length / 2)]),
            "another's key" => (next.Certificate, first.Key),
            "a key of another kind" => (next.Certificate, rsa.ExportPkcs8PrivateKeyPem()),
            _ => ("\0\u0001 certificate", "key"),
        };
        Write(certificate, key);
        _files.Look();
        Assert.Same(before, _serving.Context);

        // And once it is whole it is served.
        Write(next.Certificate, next.Key);
        _files.Look();
        Assert.NotEqual(before!.TargetCertificate.Thumbprint, _serving.Context!.TargetCertificate.Thumbprint);
    }

    [Fact]
    public async Task Run_RotatedWhileRunning_ServesTheNewOne_AndLooksAgainAfterAFault()
    {
        await _files.StartAsync(Token);
        Assert.Null(_serving.Context);
        foreach (var days in (int[])[0, 60])
        {
            var pair = CertificatePair.Make(_settings, Now + TimeSpan.FromDays(days));
            Write(pair.Certificate, pair.Key);
            while (_serving.NotAfter != Now + TimeSpan.FromDays(days) + _settings.Lifetime)
            {
                _time.Advance(_settings.CheckPeriod);
                await Task.Delay(5, Token);
            }
        }

        await _files.StopAsync(Token);
    }

    [Fact]
    public async Task Health_ACertificateThatLapses_IsNotReadyAnyMore()
    {
        var health = new CertificateHealth(_serving, _time);
        var pair = CertificatePair.Make(_settings, Now);
        Write(pair.Certificate, pair.Key);
        _files.Look();
        Assert.Equal("Healthy", (await health.CheckHealthAsync(new(), Token)).Status.ToString());
        _time.Advance(_settings.Lifetime);
        Assert.Equal("Unhealthy", (await health.CheckHealthAsync(new(), Token)).Status.ToString());
    }

    private void Write(string? certificate, string? key)
    {
        foreach (var (name, text) in new[] { ("tls.crt", certificate), ("tls.key", key) })
        {
            File.Delete(_directory.File(name));
            if (text is not null)
            {
                File.WriteAllText(_directory.File(name), text);
            }
        }
    }
}
