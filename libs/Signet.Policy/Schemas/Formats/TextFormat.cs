namespace Signet.Policy.Schemas.Formats;

/// <summary>Says whether text has a certain form; in linear time.</summary>
internal delegate bool TextFormat(string text);
