namespace Signet.Plugins.Tribunal;

/// <summary>A model that judges.</summary>
/// <param name="Address"><c>url</c>: its chat completions endpoint.</param>
/// <param name="Model"><c>model</c>: its name.</param>
/// <param name="Token"><c>token</c>: the name of its secret, or null.</param>
internal sealed record Judge(Uri Address, string Model, string? Token);
