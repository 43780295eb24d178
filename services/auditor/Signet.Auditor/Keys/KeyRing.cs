namespace Signet.Auditor.Keys;

/// <summary>
/// The keys that this process writes under, and newer ones that its settings name and the writer has still to take up. The watch offers, the
/// writer alone adopts: what an entry says of a key and what is then signed with it never differ. Safe for concurrent use.
/// </summary>
internal sealed class KeyRing(AuditorOptions options)
{
    private readonly Lock _lock = new();
    private volatile AuditorKeys _current = options.Keys;
    private volatile AuditorKeys? _offered;
    private volatile AuditorKeys? _refused;
    private volatile bool _isUnreadable;

    /// <summary>Called when keys were offered; the writer may be waiting.</summary>
    public Action? OnOffered { get; set; }

    /// <summary>The keys in force.</summary>
    public AuditorKeys Current => _current;

    /// <summary>Keys that wait to be taken up; null when the settings name no others than those in force.</summary>
    public AuditorKeys? Offered => _offered;

    /// <summary>False while the settings name keys that can't be used, or can't be read: the writer goes on under those before.</summary>
    public bool IsCurrent => _refused is null && !_isUnreadable;

    /// <summary>The root secret under a name, among the keys in force and those offered.</summary>
    public ReadOnlyMemory<byte>? ChainSecretOf(string keyId) => Current.ChainSecretOf(keyId) ?? Offered?.ChainSecretOf(keyId);

    /// <summary>What the settings name now. Does nothing when that is in force, waits, or was refused.</summary>
    public void Offer(AuditorKeys keys)
    {
        lock (_lock)
        {
            _isUnreadable = false;
            if (keys.IsSameAs(_current))
            {
                (_offered, _refused) = (null, null);
                return;
            }

            if (_offered?.IsSameAs(keys) == true || _refused?.IsSameAs(keys) == true)
            {
                return;
            }

            (_offered, _refused) = (keys, null);
        }

        OnOffered?.Invoke();
    }

    /// <summary>The settings can't be read.</summary>
    public void Miss() => _isUnreadable = true;

    /// <summary>The keys are in force from here on.</summary>
    public void Adopt(AuditorKeys keys)
    {
        lock (_lock)
        {
            (_current, _refused) = (keys, null);
            _offered = _offered == keys ? null : _offered;
        }
    }

    /// <summary>The log can't go on under these; they aren't offered again.</summary>
    public void Refuse(AuditorKeys keys)
    {
        lock (_lock)
        {
            _refused = keys;
            _offered = _offered == keys ? null : _offered;
        }
    }
}
