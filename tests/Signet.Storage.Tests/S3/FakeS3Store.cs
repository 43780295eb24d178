using Signet.Storage.S3;
using Signet.Testing.Storage;
using Signet.Testing.Storage.S3;

namespace Signet.Storage.Tests.S3;

/// <summary>A store on a server of its own.</summary>
internal sealed class FakeS3Store : IDisposable
{
    private readonly TemporaryDirectory _keys = new();
    private readonly List<S3Calls> _opened = [];

    public FakeS3 Server { get; } = new();

    /// <summary>A writer's or reader's access to the server, as another process would have it.</summary>
    public S3Calls Open(S3SlotMode mode, Action<S3Settings>? change = null, TimeProvider? time = null)
    {
        File.WriteAllText(_keys.File("access"), "access-key\n");
        File.WriteAllText(_keys.File("secret"), "secret-key\n");
        var settings = new S3Settings
        {
            Endpoint = new Uri("http://127.0.0.1:1"),
            PathStyle = true,
            DerivedBucket = FakeS3.Derived,
            ClaimBucket = mode == S3SlotMode.Claim ? FakeS3.Claims : "",
            SlotMode = mode,
            RetainDays = 30,
            AccessKeyPath = _keys.File("access"),
            SecretKeyPath = _keys.File("secret"),
        };
        change?.Invoke(settings);
        var calls = new S3Calls(new S3Options(FakeS3.Locked, "prod", settings), time ?? new ImpatientTime(), new S3HttpClients(() => Server));
        _opened.Add(calls);
        return calls;
    }

    public void Dispose()
    {
        _opened.ForEach(calls => calls.Dispose());
        Server.Dispose();
        _keys.Dispose();
    }
}
