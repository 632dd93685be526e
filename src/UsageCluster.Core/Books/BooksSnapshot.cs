namespace UsageCluster.Core.Books;

/// <summary>Books as versioned bytes: a cache of the fold, which only shortens recovery.</summary>
public static class BooksSnapshot
{
    /// <summary>The books as bytes, with a checksum.</summary>
    public static byte[] Encode(CompanyBooks books) => throw new NotSupportedException();

    /// <summary>The books of the bytes; false if they are damaged, of another company or of an unknown format.</summary>
    public static bool TryDecode(string companyId, ReadOnlySpan<byte> snapshot, out CompanyBooks? books) => throw new NotSupportedException();
}
