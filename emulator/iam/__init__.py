"""IAM's decisions: pure rules over policy documents, and where the documents are stored."""
