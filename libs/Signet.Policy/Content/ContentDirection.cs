namespace Signet.Policy.Content;

/// <summary>Which way content flows.</summary>
public enum ContentDirection
{
    /// <summary>From the caller to the model.</summary>
    Request,

    /// <summary>From the model to the caller.</summary>
    Response,
}
