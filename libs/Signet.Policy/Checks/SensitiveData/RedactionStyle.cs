namespace Signet.Policy.Checks.SensitiveData;

/// <summary>What stands where a value was.</summary>
public enum RedactionStyle
{
    /// <summary>Its shape: letters, digits and separators where they were, and what tells its kind.</summary>
    Shape,

    /// <summary>The name of its kind, such as <c>[CARD NUMBER]</c>.</summary>
    Label,

    /// <summary>The name of its kind and a tag, the same for the same value within one request and never again.</summary>
    Hash,
}
