namespace UsageCluster.Gateway.Security;

/// <summary>A key as it is made. <see cref="Text"/> is shown once and never stored or logged.</summary>
/// <param name="KeyId">The public part, under which it is stored.</param>
/// <param name="Text">The whole key, as clients send it.</param>
/// <param name="SecretHash">What is stored of the secret.</param>
public sealed record MintedKey(string KeyId, string Text, byte[] SecretHash)
{
    /// <summary>Keeps the text out of logs.</summary>
    public override string ToString() => KeyId;
}
