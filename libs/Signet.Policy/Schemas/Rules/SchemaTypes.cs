namespace Signet.Policy.Schemas.Rules;

/// <summary>The types that a schema can ask for.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,

    /// <summary>A number without a fraction, however it is written.</summary>
    Integer = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
