using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Hosting.Tests;

/// <summary>A file of settings as Kubernetes mounts a ConfigMap: behind two links, of which the second changes.</summary>
public sealed class MountedSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Settings_TheConfigMapChanges_AreTheNewOnes()
    {
        Mount("first", """{"Keys":{"Current":"one","Previous":{"old":"a"}}}""");
        using var host = Build();
        var configuration = host.Services.GetService(typeof(IConfiguration)) as IConfiguration;
        Assert.Equal(("one", "a"), (configuration!["Keys:Current"], configuration["Keys:Previous:old"]));

        var changed = new TaskCompletionSource();
        using var _ = ChangeToken.OnChange(configuration.GetReloadToken, () => changed.TrySetResult());
        Mount("second", """{"Keys":{"Current":"two"}}""");
        await changed.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("two", null), (configuration["Keys:Current"], configuration["Keys:Previous:old"]));
    }

    [Fact]
    public void Settings_YieldToTheCommandLine_AndOutrankTheFileBesideTheProgram()
    {
        File.WriteAllText(_directory.File("appsettings.json"), """{"Keys":{"Current":"zero","Other":"zero","Third":"zero"}}""");
        Mount("first", """{"Keys":{"Current":"one","Other":"one"}}""");
        using var host = Build("--Keys:Other=two");
        var configuration = host.Services.GetService(typeof(IConfiguration)) as IConfiguration;
        Assert.Equal(("one", "two", "zero"), (configuration!["Keys:Current"], configuration["Keys:Other"], configuration["Keys:Third"]));
    }

    [Fact]
    public void Settings_NoSuchFile_NothingStarts() => Assert.Throws<FileNotFoundException>(() => Build());

    private IHost Build(params string[] args)
    {
        Directory.CreateDirectory(_directory.File("mount"));
        var builder = Host.CreateApplicationBuilder([.. args, $"--contentRoot={_directory.Path}", $"--SettingsPath={_directory.File("mount", "settings.json")}"]);
        builder.AddSignetDefaults("test");
        return builder.Build();
    }

    /// <summary>As the kubelet does it: a new folder, and a link that is renamed over the one before.</summary>
    private void Mount(string version, string json)
    {
        var mount = Directory.CreateDirectory(_directory.File("mount")).FullName;
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(mount, $"..{version}")).FullName, "settings.json"), json);
        File.CreateSymbolicLink(Path.Combine(mount, "..data_tmp"), $"..{version}");
        using (var rename = Process.Start("mv", ["--no-target-directory", Path.Combine(mount, "..data_tmp"), Path.Combine(mount, "..data")]))
        {
            rename.WaitForExit();
            Assert.Equal(0, rename.ExitCode);
        }

        if (!File.Exists(Path.Combine(mount, "settings.json")))
        {
            File.CreateSymbolicLink(Path.Combine(mount, "settings.json"), Path.Combine("..data", "settings.json"));
        }
    }
}
