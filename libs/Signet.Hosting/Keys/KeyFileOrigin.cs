namespace Signet.Hosting.Keys;

/// <summary>Who put a key file where it is, and so what is expected of it.</summary>
public enum KeyFileOrigin
{
    /// <summary>Signet or its operator: no symbolic link, and no access for anybody but the owner.</summary>
    Own,

    /// <summary>
    /// A mounted Kubernetes Secret, which is a symbolic link into a directory of the kubelet's, and readable by the pod's group when the pod
    /// sets fsGroup: a link is followed and the group may read; it may not write, and others may do nothing.
    /// </summary>
    MountedSecret,
}
