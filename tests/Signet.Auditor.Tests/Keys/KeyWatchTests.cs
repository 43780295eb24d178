using Microsoft.Extensions.Logging;
using Signet.Auditor.Keys;
using Signet.Hosting.Keys;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Auditor.Tests.Keys;

public sealed class KeyWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_WhatChanged_IsOfferedOnceAndWhatCantBeReadIsToldOnce()
    {
        var read = new Queue<Func<AuditorKeys>>(
        [
            () => TestKeys.Of(1, 1),
            () => throw new KeyFileException("the file is missing"),
            () => throw new KeyFileException("the file is missing"),
            () => throw new FormatException("a value that nobody should see"),
            () => TestKeys.Of(2, 1),
            () => TestKeys.Of(2, 1),
        ]);
        var offers = 0;
        var done = new TaskCompletionSource();
        var options = TestKeys.Options(TestKeys.Of(1, 1), () =>
        {
            if (read.Count == 0)
            {
                done.TrySetResult();
                return TestKeys.Of(2, 1);
            }

            return read.Dequeue()();
        });
        var ring = new KeyRing(options) { OnOffered = () => offers++ };
        var logger = new ListLogger<KeyWatch>();
        using var sut = new KeyWatch(options, ring, new HastyTime(), logger);
        await sut.StartAsync(Token);
        await done.Task.WaitAsync(Token);
        await sut.StopAsync(Token);

        Assert.Equal(1, offers);
        Assert.Equal("chain.2", ring.Offered!.ChainKeyId);
        Assert.True(ring.IsCurrent);
        Assert.Equal(2, logger.Messages.Count);
        Assert.Contains("the file is missing", logger.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain(logger.Messages, message => message.Contains("nobody should see", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_RevocationsFile_IsReadWithTheListAndRefusedInAnotherForm()
    {
        using var directory = new TemporaryDirectory();
        var settings = new AuditorSettings
        {
            ChainRootPath = Secret("root"),
            CheckpointSeedPath = Secret("seed"),
            RevocationsPath = Path.Combine(directory.Path, "revoked"),
        };
        settings.RevokedProducerKeys.Add("gateway.0/key.0");
        await File.WriteAllTextAsync(settings.RevocationsPath, "# broken into\n\ngateway.1/key.1 # why\r\n  gateway.2/key.2", Token);
        Assert.Equal([("gateway.0", "key.0"), ("gateway.1", "key.1"), ("gateway.2", "key.2")], settings.ReadKeys().RevokedProducerKeys);

        foreach (var text in new[] { "gateway.1", "gateway.1/key/more", "Gateway/key", "/key" })
        {
            await File.WriteAllTextAsync(settings.RevocationsPath, text, Token);
            Assert.Throws<ArgumentException>(settings.ReadKeys);
        }

        await File.WriteAllTextAsync(settings.RevocationsPath, new string('#', RevocationsFile.MaxOctets + 1), Token);
        Assert.Throws<IOException>(settings.ReadKeys);
        File.Delete(settings.RevocationsPath);
        Assert.ThrowsAny<IOException>(settings.ReadKeys);

        string Secret(string name)
        {
            var path = Path.Combine(directory.Path, name);
            KeyFile.LoadOrCreateSecret(path, 32);
            return path;
        }
    }

    private sealed class ListLogger<T> : ILogger<T>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
