using Signet.Gateway.Forwarding.Keys;
using Signet.Messaging;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Forwarding.Keys;

public sealed class StoredApiKeyTests
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    private readonly FakeSecrets _secrets = new();
    private readonly ManualTime _time = new();
    private readonly StoredApiKey _key;

    public StoredApiKeyTests() => _key = new StoredApiKey(_secrets, new SecretReference("store", "name", null), Refresh, Grace, _time);

    [Fact]
    public async Task Get_Fresh_AsksOnce()
    {
        _secrets.Answer = _ => Task.FromResult("first");

        Assert.Equal("first", await GetAsync());
        _time.Advance(Refresh - TimeSpan.FromTicks(1));
        Assert.Equal("first", await GetAsync());

        Assert.Single(_secrets.Asked);
    }

    [Fact]
    public async Task Get_ManyAtOnce_ReadOnce()
    {
        var answer = new TaskCompletionSource<string>();
        _secrets.Answer = _ => answer.Task;

        var waiting = Enumerable.Range(0, 20).Select(_ => GetAsync().AsTask()).ToList();
        answer.SetResult("first");

        Assert.All(await Task.WhenAll(waiting), key => Assert.Equal("first", key));
        Assert.Single(_secrets.Asked);
    }

    [Fact]
    public async Task Get_CallerGivesUp_OthersGetTheKey()
    {
        var answer = new TaskCompletionSource<string>();
        _secrets.Answer = _ => answer.Task;
        using var gone = new CancellationTokenSource();
        var first = _key.GetAsync(gone.Token).AsTask();
        var second = GetAsync().AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult("first");

        Assert.Equal("first", await second);
    }

    [Fact]
    public async Task Get_AfterTheRefresh_ReadsAgainWhileTheOldKeyServes()
    {
        _secrets.Answer = _ => Task.FromResult("first");
        await GetAsync();
        var answer = new TaskCompletionSource<string>();
        _secrets.Answer = _ => answer.Task;
        _time.Advance(Refresh);

        Assert.Equal("first", await GetAsync());
        answer.SetResult("second");

        await UntilAsync("second");
        Assert.Equal(2, _secrets.Asked.Count);
    }

    [Fact]
    public async Task Get_StoreFails_KeepsTheKeyForItsGraceAndThenNone()
    {
        _secrets.Answer = _ => Task.FromResult("first");
        await GetAsync();
        _secrets.Answer = _ => throw new SecretException("down");

        _time.Advance(Refresh + Grace - TimeSpan.FromTicks(1));
        Assert.Equal("first", await GetAsync());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await GetAsync());

        _secrets.Answer = _ => Task.FromResult("back");
        _time.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync("back");
    }

    [Fact]
    public async Task Get_StoreThatNeverAnswered_IsNotAskedByEveryRequest()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await GetAsync());
        }

        Assert.Single(_secrets.Asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await GetAsync());
        Assert.Equal(2, _secrets.Asked.Count);
    }

    private ValueTask<string?> GetAsync() => _key.GetAsync(TestContext.Current.CancellationToken);

    private async Task UntilAsync(string key)
    {
        while (await GetAsync() != key)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
