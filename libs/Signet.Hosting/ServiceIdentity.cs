namespace Signet.Hosting;

/// <summary>Which service this is, as it tells on its management port.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Version">The version of the build, with its source revision when the build knew it.</param>
public sealed record ServiceIdentity(string Name, string Version);
