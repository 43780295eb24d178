namespace Signet.Extensions.Plugins;

/// <summary>Plug-ins can't be looked for at all: the directory or the list of pins is not what the host's settings say.</summary>
public sealed class PluginException(string message, Exception? innerException = null) : IOException(message, innerException);
