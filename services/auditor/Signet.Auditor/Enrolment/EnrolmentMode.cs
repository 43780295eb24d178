namespace Signet.Auditor.Enrolment;

/// <summary>What a producer that asks to be enrolled has to show besides the API token.</summary>
public enum EnrolmentMode
{
    /// <summary>Nothing: whoever has the API token may enrol keys under any name.</summary>
    Token,

    /// <summary>A service-account token of the cluster, bound to a pod; the producer has the pod's name.</summary>
    Kubernetes,

    /// <summary>A key that stands in the settings.</summary>
    Configured,
}
